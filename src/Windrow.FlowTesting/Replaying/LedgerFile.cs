using Windrow.Core.Products;

namespace Windrow.FlowTesting.Replaying;

/// <summary>A file with products, as the ledger of production has it.</summary>
/// <param name="Path">Full path, or what another place calls it.</param>
/// <param name="Entries">Newest first.</param>
/// <param name="Inputs">All that it was made of.</param>
internal sealed record LedgerFile(string Path, IReadOnlyList<Product> Entries, IReadOnlySet<InputKey> Inputs)
{
    /// <summary>A data set: what is in it is made and replaced part by part.</summary>
    public bool HasParts => Entries[0].Part is not null;

    /// <summary>False: its first products are older than the ledger, or it was begun by somebody else.</summary>
    public bool IsWhole => Entries.Any(static entry => entry.Offset == 0);
}
