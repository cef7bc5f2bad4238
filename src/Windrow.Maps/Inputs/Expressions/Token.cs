namespace Windrow.Maps.Inputs.Expressions;

/// <param name="Value">Of a number.</param>
internal readonly record struct Token(TokenKind Kind, string Text, double Value, int Line, int Column)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public ExpressionException Error(string problem) => new(Line, Column, problem);

    public string Shown => Kind switch
    {
        TokenKind.End => "the end of the expression",
        TokenKind.Separator => "the end of the statement",
        _ => $"'{Text}'",
    };
}
