namespace Windrow.Core.Expectations;

/// <summary>How an expected result stands at a moment.</summary>
/// <param name="Slot">The time that it is for, UTC.</param>
/// <param name="Due">When it is late, UTC.</param>
/// <param name="Got">How many different results have come.</param>
/// <param name="MetAt">When enough of them had come, UTC; null: they have not.</param>
/// <param name="Missing">The listed members that have not come; those that came twice, of duplicates.</param>
public sealed record Judgement(Expectation Expectation, DateTime Slot, DateTime Due, OccurrenceState State, int Got, DateTime? MetAt, IReadOnlyList<string> Missing)
{
    /// <summary>Whether somebody ought to look.</summary>
    public bool IsTrouble => State is OccurrenceState.Late or OccurrenceState.Short or OccurrenceState.Missing or OccurrenceState.Duplicate;

    /// <summary>Whether a result that would help may still come.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Who was found to be to blame when this was told; null: nobody, or it was not told.</summary>
    public string? Culprit { get; init; }
}
