using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Stages;

/// <summary>An action that looks ahead sees messages before they come, and they come as ever.</summary>
public sealed class LookAheadTests
{
    [Fact]
    public async Task Messages_are_seen_before_they_come_also_in_front_of_a_barrier_and_come_in_their_order()
    {
        using var action = new Foreseer(fails: 40);
        var plan = TestFlow.Plan("p", (action, null)) with { Retry = new RetryPolicy(3, TimeSpan.FromTicks(1), TimeSpan.FromTicks(1)) };
        var flow = TestFlow.Flow([new ListSource(Enumerable.Range(0, 200).Select(static number => TestFlow.Message(number)))], plan);
        using var host = new FlowHost(flow, new EngineServices(), once: true);
        host.Start();
        await host.SourcesEnded();

        // All are in the queue now, and the barrier of the end comes behind them.
        var drained = host.DrainAsync(TestContext.Current.CancellationToken);
        action.Release();
        (await drained).ShouldBeTrue();
        action.Processed.ShouldBe(Enumerable.Range(0, 200).Select(static number => (long)number));
        action.Foreseen.Count.ShouldBeGreaterThan(150);
        action.Early.ShouldBeTrue();
    }

    private sealed class Foreseer(long fails) : PlanAction, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();

        public List<long> Processed { get; } = [];

        public HashSet<long> Foreseen { get; } = [];

        /// <summary>Whether each was seen before it came.</summary>
        public bool Early { get; private set; } = true;

        public override bool Waits => true;

        public override bool IsTerminal => true;

        public override bool LooksAhead => true;

        public void Release() => _released.Set();

        public override void LookAhead(ReadOnlySpan<Message> messages)
        {
            foreach (var message in messages)
            {
                Early &= !Processed.Contains(message.Number());
                Foreseen.Add(message.Number());
            }
        }

        public override void Process(Message message, Output output)
        {
            _released.Wait(TestContext.Current.CancellationToken);
            if (message.Number() == fails && message.Attempt < 3)
            {
                output.Fail(message, Failure.Transient("again"));
                return;
            }

            Processed.Add(message.Number());
            output.Deliver(message);
        }

        public void Dispose() => _released.Dispose();
    }
}
