using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Xunit;

namespace Windrow.Testing.Compliance.Queues;

/// <content>What a queue keeps, and what it does when it is full, stopped, or given what nobody can work on.</content>
public abstract partial class QueueCompliance
{
    [Fact]
    public async Task Full_queue_slows_its_source_or_keeps_the_rest_elsewhere()
    {
        using var work = new QueuedWork();
        work.Stand();
        using var flow = NewFlow(work, NewMessages(500), "maximum-count: 5");
        flow.Start();
        await flow.Within(work.Entered, "no message comes");
        if (Can.SlowsProducers)
        {
            // Congested once it is over its cap: a source looks before each message, so it is over by one, beside the one in the sink.
            Assert.True(SpinWait.SpinUntil(() => flow.Host.Plans()[0].Queued >= 5, ComplianceFlow.Patience));
            Assert.False(flow.Given!.Offered.IsCompleted);
            Assert.InRange(flow.Host.Counts().Accepted, 5, 5 + 40);
        }
        else
        {
            await flow.Within(flow.Given!.Offered, "a full window holds the source up");
        }

        work.GoOn();
        await flow.Within(flow.Host.SourcesEnded(), "the source has not come to its end");
        await flow.Drain("a message is held without end");
        Assert.Equal(Enumerable.Range(0, 500).Select(static number => (long)number), work.Done.Where(static number => number >= 0));
    }

    [Fact]
    public async Task Message_that_nobody_can_work_on_becomes_a_dead_letter_and_the_rest_is_done()
    {
        using var work = new QueuedWork(static (message, _) => Number(message) switch
        {
            3 => Failure.Permanent("never"),
            5 => throw new InvalidOperationException("a defect"),
            7 => Failure.Transient("not yet"),
            _ => null,
        });
        using var flow = NewFlow(work, NewMessages(20), retry: "{attempts: 3, first-delay: 1ms, maximum-delay: 1ms}");
        await flow.ToEnd();
        Assert.Equal(Enumerable.Range(0, 20).Where(static number => number is not (3 or 5 or 7)).Select(static number => (long)number), work.Done.Where(static number => number >= 0));
        Assert.Equal(
            [(3L, ErrorClass.Permanent), (5L, ErrorClass.Fault), (7L, ErrorClass.Transient)],
            flow.DeadLetters.Select(static letter => (letter.Origin.Offset, letter.Failure.Class)).Order());
        Assert.Equal(20, flow.Given!.Settlements.Count);
    }

    [Fact]
    public async Task What_is_settled_outlives_a_forced_stop_or_was_done()
    {
        long[] done;
        IReadOnlyList<long> settled;
        using (var work = new QueuedWork())
        {
            work.Stand();
            using var stopped = NewFlow(work, NewMessages(100), stays: true);
            stopped.Start();
            await stopped.Within(work.Entered, "no message comes");
            await stopped.Within(stopped.Given!.Offered, "the messages are not taken");
            if (Can.OutlivesProcess)
                Assert.True(SpinWait.SpinUntil(() => stopped.Given.Settlements.Count == 100, ComplianceFlow.Patience), "what is durable is not settled");
            await stopped.StopAtOnce();
            done = [.. work.Done.Where(static number => number >= 0)];
            settled = [.. stopped.Given.Settlements.Select(static each => each.Origin.Offset)];
        }

        if (!Can.OutlivesProcess)
        {
            Assert.Empty(settled.Except(done));
            return;
        }

        // Started again without a source that would bring anything.
        using var rest = new QueuedWork();
        using var resumed = NewFlow(rest, []);
        await resumed.ToEnd();
        Assert.Equal(Enumerable.Range(0, 100).Select(static number => (long)number), done.Concat(rest.Done.Where(static number => number >= 0)));
    }

    [Fact]
    public async Task Message_that_comes_again_while_it_waits_is_done_once_where_the_kind_knows_it()
    {
        if (!Can.KnowsDuplicates)
            return;
        using var work = new QueuedWork();
        work.Stand();
        using var flow = NewFlow(work, [.. NewMessages(10), .. NewMessages(10), .. NewMessages(12)], stays: true);
        flow.Start();
        Assert.True(SpinWait.SpinUntil(() => flow.Given!.Settlements.Count == 32, ComplianceFlow.Patience), "what comes again is not settled");
        Assert.All(flow.Given!.Settlements, static each => Assert.Equal(Outcome.Stored, each.Outcome));
        work.GoOn();
        Assert.True(SpinWait.SpinUntil(() => work.Done.Count >= 12, ComplianceFlow.Patience), "the messages are not done");
        await flow.Drain("a message is held without end");
        Assert.Equal(Enumerable.Range(0, 12).Select(static number => (long)number), work.Done.Where(static number => number >= 0));
    }
}
