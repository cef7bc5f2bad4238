using Windrow.Core.Configuration;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Xunit;

namespace Windrow.Testing.Compliance;

/// <summary>What holds for everything that takes messages: for actions and sinks.</summary>
public abstract class MessageCompliance : PlugInCompliance
{
    private const int FaultOfNoMessage = 103; // as the engine logs it

    private protected MessageCompliance()
    {
    }

    /// <summary>How many messages a test gives.</summary>
    protected virtual int Count => 20;

    /// <summary>A message that the plug-in can work on; those of different numbers differ. Called anew for every run.</summary>
    /// <param name="number">From 0.</param>
    protected virtual Message NewMessage(int number) => MessageOf(number, Metadata.From(("number", (long)number)), Payload.None);

    /// <summary>Messages that nobody wants: each is to become a dead letter, or to be dropped or passed on, and to harm no other.</summary>
    /// <param name="first">Number of the first.</param>
    protected virtual IReadOnlyList<Message> NewPoison(int first) =>
    [
        MessageOf(first, Metadata.Empty, Payload.None),
        MessageOf(first + 1, Metadata.From(("number", "not a number"), ("path", "../../etc"), ("step", -1L)), BytesPayload.Copy([1, 2, 3])),
        MessageOf(first + 2, Metadata.From(("number", double.NaN)), FieldPayload.Copy(ReadOnlySpan<double>.Empty)),
        MessageOf(first + 3, Metadata.From(("text", new string('x', 100_000))), FieldPayload.Copy([double.NaN, double.PositiveInfinity, -0.0])),
    ];

    /// <summary>A message from line <paramref name="number"/> of a test's input.</summary>
    protected static Message MessageOf(int number, Metadata metadata, Payload payload, MessageKind kind = MessageKind.Event) =>
        new(kind, metadata, payload, new Origin("given", "memory", number));

    private protected Message[] NewMessages(int count) => [.. Enumerable.Range(0, count).Select(NewMessage)];

    private protected static Message NewFlush(int number) => new(MessageKind.Flush, Metadata.From(("flushKind", "end-of-step")), Payload.None, new Origin("given", "memory", number));

    private protected abstract ComplianceFlow NewFlow(IReadOnlyList<Message> given, FlowSetting? setting = null, bool stays = false);

    /// <summary>One of the plug-in, as a flow would make it; for what it says of itself.</summary>
    private protected PlanAction NewAction()
    {
        var diagnostics = new DiagnosticBag();
        var create = Bind(PlugIn, Yaml, diagnostics);
        Assert.True(create is not null, diagnostics.ToString());
        return Assert.IsAssignableFrom<PlanAction>(create());
    }

    [Fact]
    public async Task Every_message_is_settled_once_and_the_counters_add_up()
    {
        using var flow = NewFlow(NewMessages(Count));
        await flow.ToEnd();
        AssertSound(flow);
        AssertSettledOnce(flow, Count);
        Assert.True(flow.DeadLetters.Count == 0, $"a good message is a dead letter: {string.Join('\n', flow.DeadLetters)}");
        var counters = flow.Counters;
        Assert.Equal(Count, counters.In);
        if (NewAction().IsTerminal)
            Assert.Equal(Count, counters.Delivered + counters.Dropped + counters.Absorbed);
        else
            Assert.Equal(counters.Out, flow.Taken.Messages.Count);
    }

    [Fact]
    public async Task Flush_passes_and_is_settled()
    {
        var half = Count / 2;
        using var flow = NewFlow([.. NewMessages(half), NewFlush(10_000), .. NewMessages(Count)[half..], NewFlush(10_001)]);
        await flow.ToEnd();
        AssertSound(flow);
        AssertSettledOnce(flow, Count + 2);
        Assert.Empty(flow.DeadLetters);
        if (NewAction().IsTerminal)
            return;

        // Two of the test's and the one at the end of the flow; nothing of before the first comes behind it but what was taken in.
        var taken = flow.Taken.All.ToList();
        Assert.Equal(3, taken.Count(static each => each.IsFlush));
        var first = taken.FindIndex(static each => each.IsFlush);
        if (flow.Counters.Absorbed == 0)
            Assert.DoesNotContain(taken[first..], each => !each.IsFlush && each.Origin.Offset < half);
    }

    [Fact]
    public async Task Poison_is_given_up_as_it_was_and_harms_no_other()
    {
        using var sound = NewFlow(NewMessages(Count));
        await sound.ToEnd();
        var poison = NewPoison(Count);
        var before = poison.ToDictionary(static each => each.Id, static each => each.Metadata);
        using var flow = NewFlow([.. NewMessages(Count)[..1], .. poison, .. NewMessages(Count)[1..]]);
        await flow.ToEnd();
        AssertSound(flow);
        AssertSettledOnce(flow, Count + before.Count);
        foreach (var letter in flow.DeadLetters)
        {
            Assert.True(before.TryGetValue(letter.Id, out var metadata), $"a good message is a dead letter: {letter}");
            Assert.True(metadata.Materialise([]).Equals(letter.Metadata), $"the message was changed before it failed: {metadata} became {letter.Metadata}, and a further try would find that");
            Assert.NotEmpty(letter.Failure.Reason);
        }

        // What folds make of poison among the others is their own affair.
        if (flow.Counters.Absorbed == 0)
            Assert.Equal(Contents(sound, Count), Contents(flow, Count));
    }

    [Fact]
    public async Task Forced_stop_ends_at_once()
    {
        using var flow = NewFlow(NewMessages(Count), stays: true);
        flow.Start();
        await flow.Within(flow.Given!.Offered, "the messages are not taken");

        // Before one is worked on, a stop says nothing of the plug-in.
        Assert.True(SpinWait.SpinUntil(() => flow.Counters.In > 0, TimeSpan.FromSeconds(30)), "no message comes to the plug-in");
        await flow.StopAtOnce();
        AssertSound(flow);
        Assert.Equal(flow.Given.Settlements.Count, flow.Given.Settlements.Distinct().Count());
    }

    private protected static void AssertSettledOnce(ComplianceFlow flow, int count)
    {
        var positions = flow.Given!.Settlements.Select(static each => each.Origin.Offset).ToList();
        Assert.Equal(positions.Count, positions.Distinct().Count());
        Assert.Equal(count, positions.Count);
        Assert.Equal(0, flow.Host.Counts().Open);
        Assert.Equal(count, flow.Host.Counts().Accepted);
        Assert.DoesNotContain(flow.Given.Settlements, static each => each.Outcome == Outcome.Unmatched);
    }

    // A fault that belongs to no message: one was settled twice, or the action threw behind what it had passed on.
    private protected static void AssertSound(ComplianceFlow flow)
    {
        var faults = flow.Logs.Lines.Where(static line => line.Event.Id is FaultOfNoMessage).Select(static line => line.Text).ToList();
        Assert.True(faults.Count == 0, $"the action broke its contract: {string.Join('\n', faults)}");
        var inside = flow.Logs.Lines.Where(static line => line.Text.Contains("did not give up its message", StringComparison.Ordinal)).Select(static line => line.Text).ToList();
        Assert.True(inside.Count == 0, $"an action that waits has to give up when ActionContext.Stopping is cancelled: {string.Join('\n', inside)}");
    }

    /// <summary>What came of the first messages, whatever the order.</summary>
    private protected static IReadOnlyList<string> Contents(ComplianceFlow flow, int below = int.MaxValue) =>
        [.. flow.Taken.Messages.Where(each => each.Origin.Offset < below).Select(static each => each.Content).Order(StringComparer.Ordinal)];
}
