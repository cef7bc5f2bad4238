namespace Windrow.Core.Configuration;

/// <summary>A text that is never printed: only <see cref="Reveal"/> gives it, at the place that needs it.</summary>
public sealed class Secret(string text, string redacted)
{
    private readonly string _text = text;

    /// <summary>What is printed in its stead, e.g. <c>amqp://user:${secret:broker}@host</c>.</summary>
    public string Redacted { get; } = redacted;

    public string Reveal() => _text;

    public override string ToString() => Redacted;
}
