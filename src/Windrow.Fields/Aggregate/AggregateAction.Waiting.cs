using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Fields.Domains;

namespace Windrow.Fields.Aggregate;

/// <content>What waits: for a domain, for other clients, for room; and what becomes of it when its time is up.</content>
internal sealed partial class AggregateAction
{
    // The last to declare a domain may complete fields whose parts have all come.
    private void DomainChanged(Domain domain)
    {
        if (domain.Overlap is { } overlap && _overlaps.Happened(out _))
            AggregateLog.Overlapping(_log, _where, domain.Name, overlap.ToString());
        if (_waiting.Count > 0 || _fields.Count > 0)
            Post(output =>
            {
                TakeUp(domain.Name, null, output);
                foreach (var (field, generation) in _fields.List())
                {
                    if (ReferenceEquals(field.Domain, domain) && TryEnd(field, generation, static field => field.IsComplete, out var buffer))
                    {
                        output.Emit(_finisher.Make(field, buffer!, null, output));
                        _fields.Return(field);
                    }
                }
            });
    }

    // The parts whose clients have declared the domain by now.
    private void TakeUp(string domain, string? client, Output output)
    {
        var isKnown = _maps.TryGet(domain, out var known);
        foreach (var (part, _, _, _) in _waiting.Take((of, from, _) => isKnown && of == domain && (client is null || client == from) && known!.TryGet(from, out var _)))
        {
            _fields.GiveBack(part.Payload.Bytes);
            try
            {
                TakePart(part, output);
            }
            catch (Exception exception)
            {
                // The others still have their turn.
                output.Fail(part, Failure.From(exception));
            }
        }
    }

    private void LookAtOverdue(Output output)
    {
        _watchdog.WasHeard();
        var now = _watchdog.Now;
        foreach (var (field, generation) in _fields.List())
        {
            if (_watchdog.IsOver(field.LastCame, now))
                TellOverdue(field, generation, output);
            else if (!field.IsOverdue)
                _watchdog.Arm(field.LastCame);
        }

        FailWaiting((_, _, came) => _watchdog.IsOver(came, now), output);
        foreach (var round in _rounds.TakeOut(round => _watchdog.IsOver(round.Began, now)))
            GiveUp(round, output);
        if (_waiting.Oldest is { } part)
            _watchdog.Arm(part);
        if (_rounds.Oldest is { } oldest)
            _watchdog.Arm(oldest);
    }

    private void TellOverdue(OpenField field, int generation, Output output)
    {
        lock (field.Turn)
        {
            if (field.Generation != generation || field.IsOverdue)
                return;
            field.IsOverdue = true;
            AggregateLog.Overdue(_log, _where, _identity.Text(field.Metadata), _watchdog.Deadline.TotalSeconds, field.Progress());
        }

        if (_options.OnIncomplete != IncompletePolicy.Report && TryEnd(field, generation, static _ => true, out var buffer))
            GiveUp(field, buffer!, output);
    }

    /// <summary>Ends what is incomplete, as nothing more can come.</summary>
    /// <param name="domain">Of which domain; empty: all.</param>
    private void EndIncomplete(string domain, Output output)
    {
        foreach (var (field, generation) in _fields.List())
        {
            if ((domain.Length > 0 && field.Domain.Name != domain) || !TryEnd(field, generation, static _ => true, out var buffer))
                continue;
            AggregateLog.Unfinished(_log, _where, _identity.Text(field.Metadata), field.Progress());
            GiveUp(field, buffer!, output);
        }

        FailWaiting((of, _, _) => domain.Length == 0 || of == domain, output);
    }

    private void GiveUp(OpenField field, FieldPayload buffer, Output output)
    {
        _finisher.GiveUp(field, buffer, output);
        _fields.Return(field);
    }

    private bool TryEnd(OpenField field, int generation, Predicate<OpenField> condition, out FieldPayload? buffer)
    {
        buffer = null;
        lock (field.Turn)
        {
            if (field.Generation != generation || !condition(field))
                return false;
            _fields.Remove(field);
            buffer = field.End();
            return true;
        }
    }

    private void FailWaiting(Func<string, string, long, bool> wanted, Output output)
    {
        foreach (var (part, domain, client, _) in _waiting.Take(wanted))
        {
            _fields.GiveBack(part.Payload.Bytes);
            output.Fail(part, Failure.Permanent(Unknown(domain, client), "have every client declare its domains before it sends fields"));
        }
    }

    // An incomplete field past its deadline gives its place.
    private bool MakeRoom(Output output)
    {
        foreach (var (field, generation) in _fields.List())
        {
            if (!TryEnd(field, generation, static field => field.IsOverdue, out var buffer))
                continue;
            GiveUp(field, buffer!, output);
            return true;
        }

        return false;
    }

    private Failure NoRoom(Message part, Domain domain, Precision precision)
    {
        var bytes = OpenFields.BytesOf(domain.GlobalPoints, precision);
        if (bytes > _options.MaximumOpenBytes)
            return Failure.Permanent($"a field of the domain '{domain.Name}' has {bytes} bytes, more than 'maximum-open-bytes' ({_options.MaximumOpenBytes})", "raise 'maximum-open-bytes'");
        var open = _fields.List();
        if (open.Count > 0 && _full.Happened(out _))
            AggregateLog.Full(_log, _where, _fields.Bytes, open.Count, _identity.Text(part.Metadata), open[0].Field.Progress());
        var reason = $"{_fields.Bytes} bytes in {open.Count} incomplete fields leave no room for another of {bytes}";
        const string Advice = "raise 'maximum-open-bytes', or look why parts are missing";
        return _watchdog.HasDeadline ? new Failure(ErrorClass.Waiting, reason, Advice) : Failure.Permanent(reason, Advice);
    }
}
