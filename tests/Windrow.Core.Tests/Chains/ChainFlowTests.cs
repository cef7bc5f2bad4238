using System.Collections.Concurrent;
using Windrow.Core.Deliveries;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns.Collect;
using Windrow.Core.PlugIns.Submit;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Chains;

/// <summary>What plans do with what others hand back.</summary>
public sealed class ChainFlowTests
{
    private readonly ConcurrentQueue<Message> _came = new();

    [Fact]
    public async Task Folds_of_a_chain_are_flushed_one_behind_the_other()
    {
        // The sets of the first plan leave at the end of the input only, and the second plan gathers them.
        var first = Submits("first", Gather("number"));
        var second = Submits("second", Gather("submittedBy")) with { Takes = PlanInput.Submissions, After = ["first"] };
        await TestFlow.Run(TestFlow.Flow([new ListSource(Numbers(5))], Ends("third", "second"), second, first));
        _came.ShouldHaveSingleItem().Metadata.TryGetInt64("count", out var count).ShouldBeTrue();
        count.ShouldBe(5);
    }

    [Fact]
    public async Task Folds_in_a_circle_come_to_an_end()
    {
        var round = Submits("round", Gather("number", LatePolicy.NewSet)) with { Takes = PlanInput.All };
        var host = await TestFlow.Run(TestFlow.Flow([new ListSource(Numbers(3))], round));
        host.Counts().Open.ShouldBe(0);
        host.Services.DeadLetters.List().Select(static letter => letter.Failure.Reason).ShouldBe(Enumerable.Repeat("the message went through 5 plans, one after the other: round → round → round → round → round → round", 3));
    }

    [Fact]
    public async Task Delivery_is_open_until_the_last_plan_of_the_chain_is_done()
    {
        var source = new PushSource();
        using var held = new SemaphoreSlim(0);
        var last = TestFlow.Plan("last", (new Probe(
            (message, output) =>
            {
                held.Wait(TestContext.Current.CancellationToken);
                output.Deliver(message);
            },
            waits: true,
            terminal: true), null)) with
        { Takes = PlanInput.Submissions };
        var host = new FlowHost(TestFlow.Flow([source], Submits("first"), last), new EngineServices());
        host.Start();
        await source.Push(TestFlow.Message(1));
        await Until(() => host.Plans().Single(static plan => plan.Name == "last").Actions[0].Counters.In == 1);
        source.Outcomes.ShouldBeEmpty();
        held.Release();
        await Until(() => source.Outcomes.Values.SingleOrDefault(Outcome.Dead) == Outcome.Delivered);
        await host.DrainAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Reload_of_the_next_plan_loses_nothing()
    {
        var source = new PushSource();
        var (old, fresh) = (0, 0);
        PlanDefinition Next(System.Action count, string canonical) => TestFlow.Plan("next", (new Probe(
            (message, output) =>
            {
                count();
                output.Deliver(message);
            },
            waits: true,
            terminal: true), null)) with
        { Takes = PlanInput.Submissions, Canonical = canonical };
        var first = Submits("first");
        var host = new FlowHost(TestFlow.Flow([source], first, Next(() => Interlocked.Increment(ref old), "a")), new EngineServices());
        host.Start();
        var pushing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 2_000; i++)
                    await source.Push(TestFlow.Message(i));
            },
            TestContext.Current.CancellationToken);
        for (var reload = 0; reload < 20; reload++)
            (await host.ReloadAsync(TestFlow.Flow([source], first, Next(() => Interlocked.Increment(ref fresh), $"{reload}")))).ShouldBeEmpty();
        await pushing;
        await Until(() => Volatile.Read(ref old) + Volatile.Read(ref fresh) == 2_000);
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        (old + fresh).ShouldBe(2_000);
    }

    private static Filter KeyIs(string key, string value) => new In(new Property(MetadataKey.Of(key)), [value]);

    private static IEnumerable<Message> Numbers(int count) => Enumerable.Range(0, count).Select(static number => TestFlow.Message(number));

    private static PlanAction Gather(string key, LatePolicy late = LatePolicy.Ignore) => new CollectAction(new CollectOptions { Key = [key], Late = late, Quiet = TimeSpan.FromHours(1), Deadline = TimeSpan.FromHours(2) }, "/");

    private static PlanDefinition Submits(string name, PlanAction? action = null, params string[] plans)
    {
        var sink = new SubmitSink(new SubmitOptions { Plans = plans, Hops = 5 });
        var plan = action is null ? TestFlow.Plan(name, (sink, null)) : TestFlow.Plan(name, (action, null), (sink, null));
        return plan with { Sinks = [plan.Sinks[0] with { SubmitsTo = plans }] };
    }

    private PlanDefinition Ends(string name, string after) => TestFlow.Plan(name, KeyIs("submittedBy", after), (new Probe(
        (message, output) =>
        {
            _came.Enqueue(message);
            output.Deliver(message);
        },
        terminal: true), null)) with
    { Takes = PlanInput.Submissions, After = [after] };
}
