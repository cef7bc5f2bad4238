using Windrow.Core.Products;

namespace Windrow.FlowTesting.Replaying;

/// <summary>A file with products, as the ledger of production has it.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Entries">Newest first.</param>
/// <param name="Inputs">All that it was made of.</param>
internal sealed record LedgerFile(string Path, IReadOnlyList<Product> Entries, IReadOnlySet<InputKey> Inputs)
{
    /// <summary>False: its first products are older than the ledger, or it was begun by somebody else.</summary>
    public bool IsWhole => Entries.Any(static entry => entry.Offset == 0);
}
