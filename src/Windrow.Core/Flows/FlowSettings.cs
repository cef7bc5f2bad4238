using Windrow.Core.Configuration;
using Windrow.Core.Resources;

namespace Windrow.Core.Flows;

/// <summary>Settings of a whole flow.</summary>
public sealed class FlowSettings
{
    /// <summary>Deliveries that each source may have open.</summary>
    public long CreditCount { get; set; } = 100_000;

    /// <summary>Bytes of payload in the open deliveries of each source.</summary>
    public long CreditBytes { get; set; } = 1L << 30;

    /// <summary>Directory of the flow's state, address of a database, or <c>none</c>; null: one below <c>.windrow</c> beside the flow file.</summary>
    public string? State { get; set; }

    /// <summary>The same with the secrets that are in it; null: there are none.</summary>
    public Secret? StateSecret { get; set; }

    /// <summary>Which of the processes that work on the flow together this one is; null: the only one.</summary>
    public string? Instance { get; set; }

    /// <summary>Bytes that the flow's state may use; 0: what the disk has.</summary>
    public long StateMaximum { get; set; }

    /// <summary>How often folds make their state durable.</summary>
    public TimeSpan CheckpointEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long entries of products are kept; an input that comes again later is not known any more.</summary>
    public TimeSpan KeepProducts { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long dead letters are kept.</summary>
    public TimeSpan KeepDeadLetters { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long inputs are kept that a source moved away when they were done; null: for ever.</summary>
    public TimeSpan? KeepInputs { get; set; }

    /// <summary>What the work of the flow may need at the same time.</summary>
    public ResourceSettings Resources { get; set; } = new();

    /// <summary>How long a stop waits for what is under way.</summary>
    public TimeSpan DrainWithin { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Directories of plug-ins, relative to the flow file.</summary>
    public IReadOnlyList<string> PlugIns { get; set; } = [];
}
