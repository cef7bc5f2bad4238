using Windrow.Core.Flows.Testing;
using Windrow.Core.Sources;

namespace Windrow.FlowTesting.Running;

/// <summary>What a step of a test gave to a source, until all of it is settled: a source that can repeat it brings it again after a restart.</summary>
/// <param name="number">The step's place in the test, from 1.</param>
internal sealed class GivenMessage(TestStep step, string source, int number) : ICountedReceipt
{
    private int _accepted;
    private int _settled;

    public TestStep Step { get; } = step;

    public string Source { get; } = source;

    public int Number { get; } = number;

    public bool IsSettled => Volatile.Read(ref _settled) >= Volatile.Read(ref _accepted) && Volatile.Read(ref _accepted) > 0;

    public void Accepted() => Interlocked.Increment(ref _accepted);

    public void Settle() => Interlocked.Increment(ref _settled);

    /// <summary>The same, to be given again.</summary>
    public GivenMessage Again() => new(Step, Source, Number);
}
