namespace Windrow.Maps.Inputs.Expressions;

internal enum TokenKind
{
    Number,
    Name,
    Symbol,

    /// <summary>The end of a statement: a newline outside of brackets, or a semicolon.</summary>
    Separator,
    End,
}
