using Windrow.FlowTesting.Comparing;

namespace Windrow.FlowTesting.Replaying;

/// <summary>What came of a replay.</summary>
/// <param name="Inputs">How many were brought in again.</param>
/// <param name="Missing">Those that could not be.</param>
/// <param name="Products">Each that was made, there or here, in the order of their paths.</param>
public sealed record ReplayResult(int Inputs, IReadOnlyList<MissingInput> Missing, IReadOnlyList<ComparedProduct> Products)
{
    /// <summary>Messages that were kept from the outside, by plan and action.</summary>
    public IReadOnlyList<(string Action, long Count)> Taken { get; init; } = [];

    /// <summary>Messages that were given up in the sandbox, for people.</summary>
    public IReadOnlyList<string> DeadLetters { get; init; } = [];

    /// <summary>What the flow logged as warnings and errors: the last lines.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Why the replay broke off; null: it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether all that was asked for is as it is there.</summary>
    public bool IsSame => Problem is null && Missing.Count == 0 && !Products.Any(static product => product.IsFinding);
}
