namespace Windrow.Core.Products;

/// <summary>A file that the ledger knows.</summary>
/// <param name="Length">Bytes of it that are durable and accounted for; what is behind them, a crash has left.</param>
/// <param name="IsOpen">The run that began it has not come to its end: what comes is added.</param>
public sealed record ProductFile(long Length, bool IsOpen);
