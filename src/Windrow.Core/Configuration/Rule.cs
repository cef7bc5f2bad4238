namespace Windrow.Core.Configuration;

/// <summary>A rule that a configuration can break; <see cref="Rules"/> lists them all.</summary>
/// <param name="Code">The stable code that users search for, e.g. <c>WR2003</c>.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Explanation">Why it is refused and what to do, for the reference.</param>
public sealed record Rule(string Code, string Title, string Explanation)
{
    public override string ToString() => Code;
}
