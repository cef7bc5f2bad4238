using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Events.Amqp.Consuming;

namespace Windrow.Events.Tests.Amqp;

public sealed class AckLogTests
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MessageId, Receipt> _known = [];

    [Fact]
    public void What_is_done_when_the_connection_is_given_up_is_told_on_the_next_one_and_not_on_this()
    {
        var (first, second) = (Log(), Log());
        var (before, after) = (new Receipt(default(MessageId).With(1), 10), new Receipt(default(MessageId).With(2), 10));
        first.Add(before, 1);
        first.Add(after, 2);
        AckLog.Settle(_gate, before, accepts: true, null);
        var freed = first.Freed;
        first.Abandon(_known, now: 0);
        freed.IsCompleted.ShouldBeTrue();
        AckLog.Settle(_gate, after, accepts: true, null).ShouldBeTrue();
        Collected(first).ShouldBeEmpty();
        first.AllTold.IsCompleted.ShouldBeTrue();
        first.Open.ShouldBe(0);

        second.Add(_known[after.Id], 1);
        second.Add(_known[before.Id], 2);
        Collected(second).ShouldBe([new AckStep(2, Multiple: true, Accepts: true)]);
        second.AllTold.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void What_could_not_be_handed_on_is_not_known_when_it_comes_again()
    {
        var log = Log();
        var receipt = new Receipt(default(MessageId).With(1), 10) { IsNotTaken = true };
        log.Add(receipt, 1);
        log.Abandon(_known, now: 0);
        _known.ShouldBeEmpty();
    }

    private AckLog Log() => new(_gate, capacity: 4, batch: 2);

    private static List<AckStep> Collected(AckLog log)
    {
        List<AckStep> steps = [];
        log.Collect(steps, new List<Delivery>());
        log.Written();
        return steps;
    }
}
