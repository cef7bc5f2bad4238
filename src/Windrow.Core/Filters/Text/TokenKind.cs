namespace Windrow.Core.Filters.Text;

internal enum TokenKind : byte
{
    End,

    /// <summary>A name or a keyword.</summary>
    Word,

    /// <summary>A name in quotes, never a keyword.</summary>
    QuotedName,
    Text,
    Number,
    Symbol,
}
