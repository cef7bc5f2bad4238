namespace Windrow.FaultHost.Running;

/// <summary>A defect that the judge has to find.</summary>
internal enum Plant
{
    /// <summary>The engine as it is.</summary>
    None,

    /// <summary>What is acknowledged as durable is in the cache of the disk, which a power cut loses.</summary>
    AckBeforeFsync,

    /// <summary>A fold settles what it absorbs at once, and not when a checkpoint has made its state durable.</summary>
    SettleFoldEarly,

    /// <summary>A sink settles what it has written before the ledger of products names it.</summary>
    LedgerAfterSettle,
}
