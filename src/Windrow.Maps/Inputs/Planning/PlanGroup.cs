namespace Windrow.Maps.Inputs.Planning;

/// <summary>
/// Messages that can share a result: planning one group never needs another. An instant for what is computed point by point,
/// a run and a series of fields for time statistics; in both cases of one member.
/// </summary>
internal readonly record struct PlanGroup(DateTime? ReferenceTime, TimeSpan? Step, long? Member, string? Series)
{
    /// <summary>All of one instant.</summary>
    public static PlanGroup Of(Instant instant) => new(instant.ReferenceTime, instant.Step, instant.Member, null);
}
