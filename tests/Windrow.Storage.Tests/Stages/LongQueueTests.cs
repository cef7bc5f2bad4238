using System.Diagnostics;
using Windrow.Core.Deliveries;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;
using Windrow.Core.Stages;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Stages;

/// <summary>Looks at the memory of the process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(LongQueueTests), DisableParallelization = true)]
[Collection(nameof(LongQueueTests))]
public sealed class LongQueueTests : IDisposable
{
    private readonly StateDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Needs_no_memory_and_the_first_comes_at_once_after_a_restart()
    {
        var count = Exhaustive.IsWanted ? 1_000_000 : 100_000;
        using var gate = new ManualResetEventSlim();
        var sink = Flows.Behind(gate);
        var body = new byte[1_000];
        var counting = new CountingSource(Enumerable.Range(0, count).Select(number => Flows.Message(number, BytesPayload.Copy(body))));
        StateDirectory copy;
        using (var host = new FlowHost(Flows.Flow(_directory, new StageOptions(), sink, [counting]), Flows.Services(), once: true))
        {
            host.Start();
            await Until(() => counting.Count >= count / 10);
            var before = GC.GetTotalMemory(forceFullCollection: true) + NativeBufferPool.Shared.InUse;
            await Until(() => counting.Count == count);
            var grown = GC.GetTotalMemory(forceFullCollection: true) + NativeBufferPool.Shared.InUse - before;
            TestContext.Current.TestOutputHelper!.WriteLine($"memory grew by {grown / 1024} KiB from {count / 10} to {count} messages");
            grown.ShouldBeLessThan(8 << 20);
            copy = _directory.Copy();
            gate.Set();
        }

        using (copy)
        {
            var first = new TaskCompletionSource();
            var start = Stopwatch.GetTimestamp();
            var after = new Probe(
                (message, output) =>
                {
                    first.TrySetResult();
                    output.Deliver(message);
                },
                terminal: true);
            using var host = new FlowHost(Flows.Flow(copy, new StageOptions(), after, []), Flows.Services(), once: true);
            host.Start();
            await first.Task.WaitAsync(Flows.Patience, TestContext.Current.CancellationToken);
            var took = Stopwatch.GetElapsedTime(start);
            TestContext.Current.TestOutputHelper!.WriteLine($"first delivery after {took.TotalMilliseconds:0} ms");
            took.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        }
    }

    private sealed class CountingSource(IEnumerable<Message> messages) : Source
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override SourcePromise Promise => SourcePromise.Lossy;

        public override async Task RunAsync(SourceContext context, CancellationToken stop)
        {
            foreach (var message in messages)
                await context.AcceptAsync(message, null, stop);
        }

        public override void Settled(Delivery delivery) => Interlocked.Increment(ref _count);
    }
}
