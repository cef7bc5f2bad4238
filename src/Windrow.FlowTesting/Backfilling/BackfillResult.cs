using Windrow.Core.Flows;

namespace Windrow.FlowTesting.Backfilling;

/// <summary>What came of a backfill.</summary>
/// <param name="Counts">What became of the messages.</param>
/// <param name="Products">Full paths of the files with products that were made or added to, as far as the ledger knows them.</param>
/// <param name="DeadLetters">Messages that were given up, for people.</param>
/// <param name="Problem">Why it did not come to its end; null: it did.</param>
public sealed record BackfillResult(FlowCounts Counts, IReadOnlyList<string> Products, IReadOnlyList<string> DeadLetters, string? Problem);
