using Windrow.Core.Leases;
using Windrow.Core.State;

namespace Windrow.Core.Runs;

/// <summary>The entry of a run in the flow's state, made with the taking of the flow's lease and ended with its return.</summary>
internal sealed class RunEntry
{
    /// <summary>How many runs are remembered.</summary>
    public const int Kept = 1_000;

    private readonly EngineServices _services;
    private readonly FlowLease _lease;

    private RunEntry(EngineServices services, FlowLease lease, long number)
    {
        _services = services;
        _lease = lease;
        Number = number;
    }

    public long Number { get; }

    /// <exception cref="StateException">Another process runs the flow.</exception>
    public static RunEntry Begin(IStateStore store, EngineServices services, string configuration)
    {
        var number = 0L;
        var lease = FlowLease.Take(store, services, transaction =>
        {
            // Whoever did not say that it ended had no time to: the lease could not be taken otherwise.
            transaction.MarkKilledRuns();
            number = transaction.AddRun(new FlowRun(0, services.Time.GetUtcNow(), null, null, configuration, ThisProgram.Version, services.Process));
            transaction.RemoveRuns(Kept);
        });
        return new RunEntry(services, lease, number);
    }

    public void End(RunEnd end) => _lease.Release(transaction => transaction.EndRun(Number, end, _services.Time.GetUtcNow()));
}
