using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Fields.Values;

namespace Windrow.Fields.Aggregate;

/// <content>Flushes and notifications: every client sends them, one of each goes on.</content>
internal sealed partial class AggregateAction
{
    /// <summary>
    /// A client's flush waits for that of the others; what they owe is settled when the one that goes on is. One that came from
    /// no client goes on at once: the engine's own, at the end of the flow and at checkpoints.
    /// </summary>
    public override void Flush(Message flush, Output output)
    {
        var (client, domain) = (SourcePeer.Of(flush.Metadata), DomainOf(flush.Metadata));
        var isForAll = domain.Length == 0;
        if (client.Length == 0)
        {
            if (FlushKinds.IsLast(flush.Metadata))
                End(domain, output);
            output.Emit(flush);
        }
        else if (!isForAll && !_maps.TryGet(domain, out _))
        {
            output.Fail(flush, Failure.Permanent($"the flush is for the domain '{domain}', which is not known; domains that are: {_maps.Names}", "write 'domain: global' for all"));
        }
        else if ((_strict && isForAll) || !_rounds.IsExpected(domain, client))
        {
            // Nobody waits for this client: what it sent is made durable now.
            Pass(flush, output);
        }
        else if (_strict && _rounds.IsOpenFor(flush, client))
        {
            output.Fail(flush, Failure.Permanent($"the client '{client}' sends the same flush for the domain '{domain}' twice", "leave 'strict-multio-compat' out, or tell the flushes apart by their metadata"));
        }
        else
        {
            output.Hold(flush);
            if (_rounds.Take(flush, domain, client, _watchdog.Now) is { } round)
                Pass(round, output);
            else
                _watchdog.Arm(_watchdog.Now);
        }
    }

    // multio drops them, so that its sinks never see one.
    private void TakeNotification(Message message, Output output)
    {
        var client = SourcePeer.Of(message.Metadata);
        if (_strict)
        {
            output.Drop(message);
        }
        else if (client.Length == 0 || !_rounds.IsExpected("", client))
        {
            Pass(message, output);
        }
        else
        {
            output.Hold(message);
            if (_rounds.Take(message, "", client, _watchdog.Now) is { } round)
                output.Emit(_finisher.Join(round, output));
            else
                _watchdog.Arm(_watchdog.Now);
        }
    }

    private void Pass(ClientRound round, Output output)
    {
        // Where only some clients notify, what all have flushed is what they have reached.
        if (round.Domain.Length == 0)
        {
            foreach (var notified in _rounds.TakeOut(static other => other.Kind == MessageKind.Notification))
                output.Emit(_finisher.Join(notified, output));
        }

        if (FlushKinds.IsLast(round.Metadata))
            EndIncomplete(round.Domain, output);
        output.Emit(_finisher.Join(round, output));
    }

    // Nothing more comes: what some clients have sent goes on in the barrier that is here anyway.
    private void End(string domain, Output output)
    {
        EndIncomplete(domain, output);
        foreach (var round in _rounds.TakeOut(round => domain.Length == 0 || round.Domain == domain))
        {
            if (round.Kind == MessageKind.Flush)
                AggregateLog.LoneFlush(_log, _where, round.Clients.Count, _rounds.Expected(round.Domain).Count());
            output.Emit(_finisher.Join(round, output));
        }
    }

    // A flush is a barrier, and here is none: it is not done, and those who sent it are to know.
    private void GiveUp(ClientRound round, Output output)
    {
        if (round.Kind == MessageKind.Notification)
        {
            output.Emit(_finisher.Join(round, output));
            return;
        }

        var absent = round.Absent(_rounds.Expected(round.Domain)).ToList();
        var failure = Failure.Permanent(
            absent.Count == 0
                ? $"the flush waited {_watchdog.Deadline.TotalSeconds} s for {(round.Domain.Length == 0 ? "any domain" : $"the domain '{round.Domain}'")} to be complete, as other clients may have to send it too"
                : $"the flush was not sent by {absent.Count} clients within {_watchdog.Deadline.TotalSeconds} s: {string.Join(", ", absent.Take(10))}{(absent.Count > 10 ? " …" : "")}",
            "look why they did not come so far; a flush of one client alone names a domain that only it has");
        foreach (var flush in round.Held)
            output.Fail(flush, failure);
    }

    private string DomainOf(Metadata metadata) =>
        _domain.TryGet(metadata, out var value) && value.TryGetString(out var name) && name != "global" ? name : "";
}
