using System.Collections.Concurrent;
using Windrow.Core.Configuration;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Filters.Multio;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Stages;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Flows;

public class FlowHostTests
{
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5); // of a forced stop

    private readonly ConcurrentQueue<long> _seen = new();

    private Probe Sink(bool waits = false) => new(
        (message, output) =>
        {
            _seen.Enqueue(message.Number());
            output.Deliver(message);
        },
        concurrent: true, waits: waits, terminal: true);

    private static Probe Pass => new((message, output) => output.Emit(message), concurrent: true);

    private static IEnumerable<Message> Numbers(int count, int from = 0) => Enumerable.Range(from, count).Select(number => TestFlow.Message(number));

    [Fact]
    public async Task In_line_plan_delivers_in_order_and_settles_each_delivery_once()
    {
        var source = new ListSource(Numbers(1_000));
        var host = await TestFlow.Run(TestFlow.Flow([source], TestFlow.Plan("p", (Pass, null), (Sink(), null))));
        _seen.ShouldBe(Enumerable.Range(0, 1_000).Select(number => (long)number));
        source.Deliveries.Count.ShouldBe(1_000);
        source.Deliveries.ShouldAllBe(delivery => delivery.Outcome == Outcome.Delivered);
        host.Counts().ShouldBe(new FlowCounts(1_000, 1_000, 0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Message_that_no_plan_wants_is_settled_as_unmatched()
    {
        var source = new ListSource(Numbers(3));
        var host = await TestFlow.Run(TestFlow.Flow([source], TestFlow.Plan("p", Constant.False, (Sink(), null))));
        host.Counts().Unmatched.ShouldBe(3);
        source.Deliveries.ShouldAllBe(delivery => delivery.Outcome == Outcome.Unmatched);
    }

    [Fact]
    public async Task Delivery_of_several_plans_has_the_worst_outcome_of_its_parts()
    {
        var dead = new Probe((message, output) => output.Fail(message, Failure.Permanent("no")), terminal: true);
        var source = new ListSource(Numbers(2));
        var host = await TestFlow.Run(TestFlow.Flow([source], TestFlow.Plan("good", (Sink(), null)), TestFlow.Plan("bad", (dead, null))));
        _seen.Count.ShouldBe(2);
        host.Counts().Dead.ShouldBe(2);
        source.Deliveries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Failure_of_one_sink_leaves_the_others_their_copy()
    {
        var services = new EngineServices();
        var bad = new Probe((message, output) => output.Fail(message, Failure.Permanent("disk on fire")), terminal: true, waits: true);
        await TestFlow.Run(TestFlow.Flow([new ListSource(Numbers(5))], TestFlow.Plan("p", (Pass, null), (bad, null), (Sink(), null))), services);
        _seen.Order().ShouldBe([0, 1, 2, 3, 4]);
        services.DeadLetters.Count.ShouldBe(5);
        services.DeadLetters.List()[0].Failure.Reason.ShouldBe("disk on fire");
    }

    [Fact]
    public async Task Transient_failure_is_retried_and_holds_back_what_came_later()
    {
        var time = new ManualTime();
        var failures = 2;
        var flaky = new Probe((message, output) =>
        {
            if (message.Number() == 1 && failures-- > 0)
                output.Fail(message, Failure.Transient("not now"));
            else
                output.Emit(message);
        });
        var host = new FlowHost(TestFlow.Flow([new ListSource(Numbers(4))], TestFlow.Plan("p", (flaky, null), (Sink(), null))), new EngineServices { Time = time }, once: true);
        host.Start();
        await host.SourcesEnded();
        _seen.ShouldBe([0]);
        await Until(() => time.Waiting == 1);
        time.Advance(TimeSpan.FromSeconds(2));
        await Until(() => time.Waiting == 1);
        _seen.ShouldBe([0]);
        time.Advance(TimeSpan.FromSeconds(4));
        await host.DrainAsync(TestContext.Current.CancellationToken);
        _seen.ShouldBe([0, 1, 2, 3]);
        host.Counts().Delivered.ShouldBe(4);
    }

    [Fact]
    public async Task Action_that_throws_is_recovered_and_its_message_is_poison_after_three_tries()
    {
        var time = new ManualTime();
        var services = new EngineServices { Time = time };
        var broken = new Probe((message, output) =>
        {
            if (message.Number() == 1)
                throw new InvalidOperationException("boom");
            output.Emit(message);
        });
        var host = new FlowHost(TestFlow.Flow([new ListSource(Numbers(3))], TestFlow.Plan("p", (broken, null), (Sink(), null))), services, once: true);
        host.Start();
        await host.SourcesEnded();
        for (var tries = 0; tries < 2; tries++)
        {
            await Until(() => time.Waiting == 1);
            time.Advance(TimeSpan.FromSeconds(10));
        }

        await host.DrainAsync(TestContext.Current.CancellationToken);
        _seen.ShouldBe([0, 2]);
        broken.Recoveries.ShouldBe(3);
        var letter = services.DeadLetters.List().ShouldHaveSingleItem();
        letter.Attempts.ShouldBe(3);
        letter.Failure.Reason.ShouldContain("boom");
        letter.Action.ShouldBe("1:probe");
    }

    [Fact]
    public async Task Action_that_forgets_its_message_is_found_out()
    {
        var services = new EngineServices();
        var forgetful = new Probe((_, _) => { }, terminal: true);
        await TestFlow.Run(TestFlow.Flow([new ListSource(Numbers(1))], TestFlow.Plan("p", (forgetful, null))), services);
        services.DeadLetters.List().ShouldHaveSingleItem().Failure.Reason.ShouldContain("neither passed");
    }

    [Fact]
    public async Task Select_that_cannot_judge_a_type_makes_a_dead_letter_of_its_plan_only()
    {
        var services = new EngineServices();
        var findings = new DiagnosticBag();
        var typed = new MultioParser(findings).Parse(ConfigReader.Read("match: {number: ['1']}", "flow.yaml", findings)!)!;
        var source = new ListSource(Numbers(2));
        var host = await TestFlow.Run(TestFlow.Flow([source], TestFlow.Plan("typed", typed, (Sink(), null)), TestFlow.Plan("all", (Sink(), null))), services);
        _seen.ShouldBe([0, 1]);
        services.DeadLetters.List().ShouldAllBe(letter => letter.Plan == "typed" && letter.Failure.Reason.Contains("cannot judge"));
        host.Counts().Dead.ShouldBe(2);
    }

    [Fact]
    public async Task Source_that_throws_is_started_again()
    {
        var time = new ManualTime();
        var starts = 0;
        IEnumerable<Message> Failing()
        {
            if (Interlocked.Increment(ref starts) == 1)
                throw new IOException("gone");
            yield return TestFlow.Message(7);
        }

        var host = new FlowHost(TestFlow.Flow([new ListSource(Failing())], TestFlow.Plan("p", (Sink(), null))), new EngineServices { Time = time }, once: true);
        host.Start();
        await Until(() => time.Waiting == 1);
        time.Advance(TimeSpan.FromSeconds(2));
        await host.SourcesEnded();
        await host.DrainAsync(TestContext.Current.CancellationToken);
        _seen.ShouldBe([7]);
        host.LostSource.ShouldBeFalse();
    }

    [Fact]
    public async Task Full_queue_slows_the_source_and_loses_nothing()
    {
        using var gate = new SemaphoreSlim(0);
        var slow = new Probe(
            (message, output) =>
            {
                gate.Wait(TestContext.Current.CancellationToken);
                _seen.Enqueue(message.Number());
                output.Deliver(message);
            },
            waits: true, terminal: true);
        var offered = 0;
        var source = new ListSource(Numbers(200).Select(message =>
        {
            Interlocked.Increment(ref offered);
            return message;
        }));
        var flow = TestFlow.Flow([source], TestFlow.Plan("p", (slow, new StageOptions { MaximumCount = 10 })));
        var host = new FlowHost(flow, new EngineServices(), once: true);
        host.Start();
        await Until(() => Volatile.Read(ref offered) >= 11);
        await Task.Yield();
        Volatile.Read(ref offered).ShouldBeLessThan(20);
        gate.Release(1_000);
        await host.SourcesEnded();
        await host.DrainAsync(TestContext.Current.CancellationToken);
        _seen.ShouldBe(Enumerable.Range(0, 200).Select(number => (long)number));
    }

    [Fact]
    public async Task Drain_flushes_every_action_of_every_segment()
    {
        var (first, last) = (new Probe((message, output) => output.Emit(message)), new Probe((message, output) => output.Deliver(message), waits: true, terminal: true));
        await TestFlow.Run(TestFlow.Flow([new ListSource(Numbers(2))], TestFlow.Plan("p", (first, null), (last, null))));
        (first.Flushes, last.Flushes).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Reload_keeps_equal_plans_and_replaces_others_without_losing_messages()
    {
        using var blocked = new SemaphoreSlim(0);
        var sent = 0;
        IEnumerable<Message> Stream()
        {
            for (var number = 0; number < 100; number++)
            {
                if (number == 50)
                    blocked.Wait(TestContext.Current.CancellationToken);
                Interlocked.Increment(ref sent);
                yield return TestFlow.Message(number);
            }
        }

        var (kept, old, fresh) = (0, 0, 0);
        Probe Counter(System.Action count, bool waits = false) => new((message, output) => { count(); output.Deliver(message); }, true, waits, true);
        var source = new ListSource(Stream());
        var same = TestFlow.Plan("same", (Counter(() => Interlocked.Increment(ref kept)), null));
        var host = new FlowHost(TestFlow.Flow([source], same, TestFlow.Plan("changed", (Counter(() => Interlocked.Increment(ref old), waits: true), null))), new EngineServices(), once: true);
        host.Start();
        await Until(() => Volatile.Read(ref sent) == 50 && Volatile.Read(ref kept) == 50);
        var changed = TestFlow.Plan("changed", (Counter(() => Interlocked.Increment(ref fresh)), null)) with { Canonical = "different" };
        (await host.ReloadAsync(TestFlow.Flow([source], same, changed))).ShouldBeEmpty();
        blocked.Release();
        await host.SourcesEnded();
        await host.DrainAsync(TestContext.Current.CancellationToken);
        (kept, old, fresh).ShouldBe((100, 50, 50));
    }

    [Theory]
    [InlineData(true, true, 3)]
    [InlineData(true, false, 2)]
    [InlineData(false, true, 1)]
    [InlineData(false, false, 0)]
    public async Task Forced_stop_closes_a_plan_when_its_action_is_through_and_leaves_the_rest_unfinished(bool hasStage, bool givesUp, int open)
    {
        var (time, services) = Clocked();
        using var held = new HeldSink(hasStage, givesUp);
        using var stop = new CancellationTokenSource();
        var host = new FlowHost(TestFlow.Flow([new ListSource(Numbers(3))], TestFlow.Plan("p", (held, null))), services);
        host.Start();
        await Until(() => held.Entered == 1);
        if (hasStage)
            await host.SourcesEnded();
        var drain = host.DrainAsync(stop.Token);
        await stop.CancelAsync();
        await Until(() => held.SawStop);

        await Until(() => drain.IsCompleted || time.IsDueIn(LeaveWithin, LeaveWithin));
        held.IsClosed.ShouldBeFalse("closed while a thread was inside");
        held.Release();
        (await drain).ShouldBeFalse();
        held.IsClosed.ShouldBeTrue();
        held.Entered.ShouldBe(1);
        services.DeadLetters.Count.ShouldBe(0);
        host.Counts().Open.ShouldBe(open);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Forced_stop_does_not_wait_for_ever_for_an_action_and_does_not_close_it_then(bool hasStage)
    {
        var (time, services) = Clocked();
        using var held = new HeldSink(hasStage, givesUp: false);
        using var stop = new CancellationTokenSource();
        var host = new FlowHost(TestFlow.Flow([new ListSource(Numbers(1))], TestFlow.Plan("p", (held, null))), services);
        host.Start();
        await Until(() => held.Entered == 1);
        var drain = host.DrainAsync(stop.Token);
        await stop.CancelAsync();
        await Until(() => drain.IsCompleted || time.IsDueIn(LeaveWithin, LeaveWithin));
        drain.IsCompleted.ShouldBeFalse();
        time.Advance(LeaveWithin);
        (await drain).ShouldBeFalse();
        held.IsClosed.ShouldBeFalse();
        held.Release();
        await Until(() => host.Counts().Open == 0);
    }

    private static (ManualTime Time, EngineServices Services) Clocked()
    {
        var time = new ManualTime();
        return (time, new EngineServices { Time = time });
    }
}
