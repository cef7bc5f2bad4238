using System.Runtime.InteropServices;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Resources;
using Windrow.Core.Stages;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Resources;

/// <summary>Flows whose work waits for room.</summary>
public class ResourceFlowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private int _inside;
    private int _most;

    [Fact]
    public async Task Work_of_several_plans_stays_within_the_budget_and_all_of_it_is_done()
    {
        var done = 0;
        Probe Work() => new(
            (message, output) =>
            {
                InterlockedMax(ref _most, Interlocked.Increment(ref _inside));
                Thread.SpinWait(2_000);
                Interlocked.Decrement(ref _inside);
                Interlocked.Increment(ref done);
                output.Deliver(message);
            },
            concurrent: true, terminal: true);
        var stage = new StageOptions { Workers = 4, Ordered = false, MaximumCount = 10 };
        var plans = Enumerable.Range(0, 5).Select(number => With(TestFlow.Plan($"p{number}", (Pass, null), (Work(), stage)), 10 + number)).ToArray();
        var source = new ListSource(Enumerable.Range(0, 500).Select(number => TestFlow.Message(number)));
        var host = await Run(TestFlow.Flow([source], plans), new ResourceSettings { Memory = 33 });
        done.ShouldBe(2_500);
        _most.ShouldBeInRange(1, 3);
        host.Resources().MemoryUsed.ShouldBe(0);
        source.Deliveries.Count.ShouldBe(500);
    }

    [Fact]
    public async Task Who_waits_is_told_and_goes_on_when_there_is_room()
    {
        using var first = new HeldSink(waits: true, givesUp: false);
        var seen = 0;
        var second = new Probe((message, output) => { Interlocked.Increment(ref seen); output.Deliver(message); }, terminal: true);
        var source = new PushSource();

        // Not before the other has its room: else it could be done with the message by then, and nobody would wait.
        var behind = new Probe(
            (message, output) =>
            {
                SpinWait.SpinUntil(() => first.Entered == 1, Patience).ShouldBeTrue();
                output.Emit(message);
            },
            concurrent: true);
        var flow = TestFlow.Flow([source], With(TestFlow.Plan("a", (first, null)), 6, "render"), With(TestFlow.Plan("b", (behind, null), (second, new StageOptions())), 5, "render"));
        var host = Start(flow, new ResourceSettings { Memory = 10, Classes = new Dictionary<string, int> { ["render"] = 2 } });
        await source.Push(TestFlow.Message(1));
        await Until(() => host.Resources().Waiting.Count == 1);
        var status = host.Resources();
        status.MemoryUsed.ShouldBe(6);
        status.Waiting[0].ShouldBe(new ResourceWait("b/2:probe", 5, "render", status.Waiting[0].Since));
        first.Release();
        await Until(() => seen == 1);
        source.End();
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        host.Resources().Classes[0].ShouldBe(new ResourceClassStatus("render", 0, 2));
    }

    [Fact]
    public async Task A_plug_in_says_for_each_message_how_much_it_needs()
    {
        var services = new EngineServices();
        var action = new Hungry(_ => { });
        var source = new ListSource([TestFlow.Message(5), TestFlow.Message(50), TestFlow.Message(7)]);
        var host = await Run(TestFlow.Flow([source], TestFlow.Plan("p", (action, null))), new ResourceSettings { Memory = 10 }, services);
        action.Seen.ShouldBe([5, 7]);
        var dead = services.DeadLetters.List().ShouldHaveSingleItem();
        dead.Failure.Class.ShouldBe(ErrorClass.Permanent);
        dead.Failure.Reason.ShouldBe("the action needs 50 of memory for this message, more than the whole flow has");
        host.Resources().MemoryUsed.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_budget_of_memory_a_plug_in_is_not_asked_and_runs_in_line()
    {
        var thread = 0;
        var action = new Hungry(_ => thread = Environment.CurrentManagedThreadId);
        var source = new PushSource();
        var host = Start(TestFlow.Flow([source], TestFlow.Plan("p", (action, null))), new ResourceSettings());

        // From here on the source runs, and takes what is pushed on the thread that pushes it.
        await source.Push(TestFlow.Message(98));
        var pushing = 0;
        await Task.Run(
            async () =>
            {
                pushing = Environment.CurrentManagedThreadId;
                await source.Push(TestFlow.Message(99));
            },
            TestContext.Current.CancellationToken);
        thread.ShouldBe(pushing);
        action.Asked.ShouldBe(0);
        source.End();
        await host.DrainAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Forced_stop_ends_who_waits_and_leaves_the_message_unfinished()
    {
        using var held = new HeldSink(waits: true, givesUp: true);
        var source = new PushSource();
        var seen = 0;
        var other = new Probe((message, output) => { seen++; output.Deliver(message); }, terminal: true);
        var host = Start(TestFlow.Flow([source], With(TestFlow.Plan("a", (held, null)), 6), With(TestFlow.Plan("b", (Pass, null), (other, new StageOptions())), 5, at: 1)), new ResourceSettings { Memory = 10 });
        await source.Push(TestFlow.Message(1));
        await Until(() => host.Resources().Waiting.Count == 1 || seen == 1);
        var waits = seen == 0;
        var drain = host.DrainAsync(new CancellationToken(canceled: true));
        held.Release();
        (await drain.WaitAsync(Patience, TestContext.Current.CancellationToken)).ShouldBeFalse();
        if (waits)
            seen.ShouldBe(0);
        await Until(() => host.Resources().MemoryUsed == 0);
    }

    [Fact]
    public async Task Out_of_memory_is_told_as_that_and_tried_again()
    {
        var services = new EngineServices();
        var failures = 1;
        var action = new Probe(
            (message, output) =>
            {
                if (failures-- > 0)
                    Exhaust();
                output.Deliver(message);
            },
            terminal: true);
        var plan = TestFlow.Plan("p", (action, null)) with { Retry = new RetryPolicy(3, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)) };
        var host = await Run(TestFlow.Flow([new ListSource([TestFlow.Message(1)])], plan), new ResourceSettings(), services);
        host.Counts().Delivered.ShouldBe(1);
        action.Recoveries.ShouldBe(1);
        try
        {
            Exhaust();
        }
        catch (OutOfMemoryException exception)
        {
            var failure = Failure.From(exception);
            failure.Class.ShouldBe(ErrorClass.Transient);
            failure.Reason.ShouldStartWith("out of memory: ");
            failure.Advice.ShouldNotBeNull().ShouldContain("settings.resources.memory");
        }
    }

    [Theory]
    [InlineData("{memory: 20GiB}", ": error WR3512: this needs 20GiB, and the whole flow has 16GiB: it would wait for ever; raise 'settings.resources.memory'")]
    [InlineData("{class: rendr}", ": error WR3513: the flow has no class 'rendr'; did you mean 'render'?")]
    [InlineData("{memory: 2GiB, clas: render}", ": error WR2001: 'clas' is not an option of resources of an action")]
    [InlineData("render", ": error WR2003: 'resources' is a mapping, this is the text 'render'")]
    public void What_no_budget_can_give_is_refused_before_anything_runs(string resources, string finding)
    {
        var yaml = "{settings: {resources: {memory: 16GiB, classes: {render: 2}}}, plans: [{actions: [{type: \"null\", resources: " + resources + "}]}]}";
        FlowText.TryRead(yaml, out var diagnostics).ShouldBeNull();
        var column = yaml.IndexOf(resources, StringComparison.Ordinal);
        column.ShouldBeGreaterThan(0);
        var found = diagnostics.Sorted.ShouldHaveSingleItem();
        found.ToString()[found.Location.ToString().Length..].ShouldStartWith(finding);
        found.Location.Column.ShouldBeGreaterThan(column);
    }

    [Fact]
    public void Memory_without_a_budget_is_warned_about()
    {
        FlowText.TryRead("plans: [{actions: [{type: \"null\", resources: {memory: 1GiB}}]}]", out var diagnostics).ShouldNotBeNull();
        diagnostics.ToString().ShouldContain("warning WR3511: the flow has no budget of memory, so this limits nothing");
    }

    [Theory]
    [InlineData("{classes: {render: 0}}", "WR2004: the class 'render' does not take the whole number 0")]
    [InlineData("{classes: [render]}", "WR2003: 'classes' needs a mapping, not a list")]
    public void Classes_are_whole_numbers(string resources, string finding)
    {
        FlowText.TryRead($"{{settings: {{resources: {resources}}}, plans: [{{actions: [{{type: \"null\"}}]}}]}}", out var diagnostics).ShouldBeNull();
        diagnostics.ToString().ShouldContain(finding);
    }

    private static Probe Pass => new((message, output) => output.Emit(message), concurrent: true);

    private static unsafe void Exhaust() => NativeMemory.Free(NativeMemory.Alloc(nuint.MaxValue / 2));

    // The last action, or the one at a place, says what it needs.
    private static PlanDefinition With(PlanDefinition plan, long memory, string? className = null, int? at = null)
    {
        var demand = new ResourceDemand { Memory = memory, Class = className };
        ActionDefinition Add(ActionDefinition action, int index) => index == (at ?? plan.All.Count - 1) ? action with { Resources = demand } : action;
        return new PlanDefinition(
            plan.Name, plan.Filter, [.. plan.Actions.Select(Add)], [.. plan.Sinks.Select((sink, index) => Add(sink, plan.Actions.Count + index))], plan.Retry, plan.Canonical, plan.Location);
    }

    private static FlowDefinition Of(FlowDefinition flow, ResourceSettings resources) => flow with { Settings = new FlowSettings { Resources = resources } };

    private static Task<FlowHost> Run(FlowDefinition flow, ResourceSettings resources, EngineServices? services = null) => TestFlow.Run(Of(flow, resources), services).WaitAsync(Patience, TestContext.Current.CancellationToken);

    private static FlowHost Start(FlowDefinition flow, ResourceSettings resources)
    {
        var host = new FlowHost(Of(flow, resources), new EngineServices());
        host.Start();
        return host;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            // Another was faster.
        }
    }

    /// <summary>Needs as many bytes as its message has for a number.</summary>
    private sealed class Hungry(System.Action<Message> process) : PlanAction
    {
        private int _asked;

        public List<long> Seen { get; } = [];

        public int Asked => _asked;

        public override bool IsTerminal => true;

        public override bool HasPeakMemory => true;

        public override long PeakMemory(Message message)
        {
            Interlocked.Increment(ref _asked);
            return message.Number();
        }

        public override void Process(Message message, Output output)
        {
            process(message);
            Seen.Add(message.Number());
            output.Deliver(message);
        }
    }
}
