namespace Windrow.FlowTesting.Backfilling;

/// <summary>Which inputs are to be brought in again.</summary>
public sealed record BackfillChoice
{
    /// <summary>What the input is about, at the earliest: the time in its name, else when it was last written. UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Before this, UTC.</summary>
    public DateTime? To { get; init; }

    /// <summary>Full paths of inputs, where they were brought in from or where they are now; none: all.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Those too of which there are products; they are made anew.</summary>
    public bool Again { get; init; }

    internal bool Includes(Core.Sources.StoredInput input) =>
        (From is null || input.Time >= From) && (To is null || input.Time < To) && (Inputs.Count == 0 || Inputs.Contains(input.Position) || Inputs.Contains(input.File.Path));
}
