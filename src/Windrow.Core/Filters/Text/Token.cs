namespace Windrow.Core.Filters.Text;

/// <summary>A piece of a filter's text.</summary>
/// <param name="Text">The piece, without its quotes and with its escapes resolved.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset, int Length)
{
    public int End => Offset + Length;

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public string Describe() => Kind switch
    {
        TokenKind.End => "the end of the text",
        TokenKind.Text => $"the text \"{Shortened}\"",
        TokenKind.Number => $"the number {Shortened}",
        _ => $"'{Shortened}'",
    };

    private string Shortened => Text.Length <= 40 ? Text : string.Concat(Text.AsSpan(0, 40), "…");
}
