namespace Windrow.FlowTesting.Replaying;

/// <summary>Which products are to be made again: those that fit all that is said. Nothing said: all that the ledger knows.</summary>
public sealed record ReplayChoice
{
    /// <summary>Full paths of products.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Full paths of inputs, where they were brought in from or where they are now.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>When the products were made, at the earliest, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>When the products were made: before this, UTC.</summary>
    public DateTime? To { get; init; }

    /// <summary>Whether nothing is said.</summary>
    public bool IsAll => Products.Count == 0 && Inputs.Count == 0 && From is null && To is null;

    internal bool Includes(LedgerFile file) =>
        (Products.Count == 0 || Products.Contains(file.Path))
        && ((From is null && To is null) || file.Entries.Any(entry => (From is null || entry.At.UtcDateTime >= From) && (To is null || entry.At.UtcDateTime < To)));
}
