using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Xunit;

namespace Windrow.Testing.Compliance.Queues;

/// <content>Who goes before whom.</content>
public abstract partial class QueueCompliance
{
    private const string ManyTries = "{attempts: 1000000, first-delay: 1ms, maximum-delay: 1ms}";

    [Fact]
    public async Task Messages_come_once_and_in_order_whatever_fails()
    {
        using var work = new QueuedWork(static (message, attempt) => Number(message) % 3 == 0 && attempt < 3 ? Failure.Transient("again") : null);
        using var flow = NewFlow(work, NewMessages(200));
        await flow.ToEnd();
        Assert.Equal(Enumerable.Range(0, 200).Select(static number => (long)number), work.Done.Where(static number => number >= 0));
        Assert.Equal(200, flow.Given!.Settlements.Count);
        Assert.Empty(flow.DeadLetters);
    }

    [Fact]
    public async Task Order_within_a_key_holds_for_any_keys_workers_windows_and_failures()
    {
        if (!CanOrIsRefused(Can.KeyedOrder, "key: [key]"))
            return;
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            var (keys, failEvery, most) = (random.Next(1, 6), random.Next(2, 9), random.GetItems([1, 3, 7, 1_000], 1)[0]);
            using var work = new QueuedWork((message, attempt) => Number(message) % failEvery == 0 && attempt < 3 ? Failure.Transient("again") : null);
            using var flow = NewFlow(work, NewMessages(random.Next(1, 300), keys), $"key: [key], workers: {random.Next(1, 5)}, maximum-count: {most}");
            await flow.ToEnd();
            Assert.False(work.Overlapped, $"seed {seed}: two messages of a key were worked on at once");
            Assert.Equal(flow.Given!.Settlements.Count, work.Done.Count(static number => number >= 0));
            Assert.All(work.ByKey, key => Assert.Equal(key.Order(), key));
        }
    }

    [Fact]
    public async Task Urgent_message_goes_before_those_of_other_keys_and_never_before_its_own()
    {
        if (!CanOrIsRefused(Can.Priority && Can.KeyedOrder, "key: [key], priority: urgency"))
            return;
        using var work = new QueuedWork();
        work.Stand();

        // The first, urgent itself, stands in the sink while the others come.
        using var flow = NewFlow(work, [NewMessage(0, 9, 9), NewMessage(1, 1), NewMessage(2, 2), NewMessage(3, 3, 5), NewMessage(4, 2, 9)], "key: [key], priority: urgency", stays: true);
        flow.Start();
        await flow.Within(work.Entered, "no message comes");
        await flow.Within(flow.Given!.Offered, "the messages are not taken");
        Assert.True(SpinWait.SpinUntil(() => flow.Host.Plans()[0].Queued == 5, ComplianceFlow.Patience), "the messages are not in the queue");
        work.GoOn();
        Assert.True(SpinWait.SpinUntil(() => work.Done.Count >= 5, ComplianceFlow.Patience), "the messages are not done");
        await flow.Drain("what was under way was not finished");
        Assert.Equal([0, 2, 4, 3, 1], work.Done.Where(static number => number >= 0));
    }

    [Fact]
    public async Task Message_that_waits_for_another_try_holds_up_its_key_and_no_other()
    {
        if (!CanOrIsRefused(Can.BackOff && Can.KeyedOrder, "key: [key]"))
            return;
        QueuedWork? work = null;
        work = new QueuedWork((message, _) => Number(message) == 0 && work!.Done.Count(static number => number >= 0) < 50 ? Failure.Transient("not before the others") : null);
        using (work)
        {
            // Key 0 has the numbers 0, 2, 4, …; key 1 the 50 others.
            using var flow = NewFlow(work, NewMessages(100, 2), "key: [key]", retry: ManyTries);
            await flow.ToEnd();
            Assert.Equal(Enumerable.Range(0, 50).Select(static number => (2L * number) + 1), work.Done.Where(static number => number >= 0).Take(50));
            Assert.Equal(Enumerable.Range(0, 50).Select(static number => 2L * number), work.Done.Where(static number => number >= 0).Skip(50));
        }
    }

    [Fact]
    public async Task Message_that_waits_for_another_try_holds_up_nobody_where_order_does_not_matter()
    {
        if (!CanOrIsRefused(Can.Unordered, "ordered: false"))
            return;
        QueuedWork? work = null;
        work = new QueuedWork((message, _) => Number(message) == 0 && work!.Done.Count(static number => number >= 0) < 49 ? Failure.Transient("not before the others") : null);
        using (work)
        {
            using var flow = NewFlow(work, NewMessages(50), "ordered: false", retry: ManyTries);
            await flow.ToEnd();
            Assert.Equal(0, work.Done.Last(static number => number >= 0));
            Assert.Equal(50, work.Done.Count(static number => number >= 0));
        }
    }

    [Fact]
    public async Task Flush_overtakes_nothing_and_is_not_overtaken()
    {
        if (!Can.FlushBarrier)
            return;
        Message[] given = [.. NewMessages(60, 4)[..20], NewFlush(1_000), .. NewMessages(60, 4)[20..40], NewFlush(1_001), .. NewMessages(60, 4)[40..]];
        using var work = new QueuedWork(static (message, attempt) => Number(message) % 7 == 0 && attempt < 3 ? Failure.Transient("again") : null);
        using var flow = NewFlow(work, given, "key: [key], workers: 3");
        await flow.ToEnd();
        var done = work.Done.ToList();
        var first = done.IndexOf(-1);
        var second = done.IndexOf(-1, first + 1);
        Assert.Equal(Enumerable.Range(0, 20).Select(static number => (long)number), done[..first].Order());
        Assert.Equal(Enumerable.Range(20, 20).Select(static number => (long)number), done[(first + 1)..second].Order());
    }

    [Fact]
    public void Kind_that_is_kept_in_the_state_is_refused_where_there_is_none()
    {
        Assert.Empty(Read("", "state").Sorted.Where(static each => each.Rule == Rules.QueueCannot));
        Assert.Equal(Can.NeedsState, Read("", "none").Sorted.Any(static each => each.Rule == Rules.QueueCannot));
    }

    private static long Number(Message message) => message.Metadata.TryGetInt64("number", out var number) ? number : -1;
}
