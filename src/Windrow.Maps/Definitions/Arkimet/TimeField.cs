namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>A length of time in a matcher.</summary>
/// <param name="Value">The length; null: a message must have none.</param>
internal readonly record struct TimeField(TimeValue? Value)
{
    public bool Fits(TimeValue? found) => Value is { } wanted ? wanted.IsSame(found) : found is null;
}
