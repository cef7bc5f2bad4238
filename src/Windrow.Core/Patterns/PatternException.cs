namespace Windrow.Core.Patterns;

/// <summary>A pattern is wrong, or a value does not fit it.</summary>
/// <param name="offset">Character in the pattern, from 0.</param>
public sealed class PatternException(string message, int offset) : FormatException(message)
{
    public int Offset { get; } = offset;
}
