using Windrow.Core.Sources;

namespace Windrow.FlowTesting.Backfilling;

/// <summary>An input that is to be brought in.</summary>
/// <param name="Why">For people.</param>
public sealed record BackfilledInput(StoredInput Input, string Why);
