using System.Globalization;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Events.Amqp.Source;
using Windrow.Events.Clowder.Extractors;

namespace Windrow.Events.Clowder.Jobs;

/// <content>How jobs end.</content>
internal sealed partial class FetchAction
{
    // On whatever thread the last of what was made of it was settled. The message is let go when the server is told, so that a crash in between tells it again.
    private void Ended(OpenJob open, Outcome outcome)
    {
        var told = Tell(open, outcome);
        _context.PostWhen(Task.WhenAny(told, _left), output =>
        {
            // A broker that is not there when the flow ends hears of it in the next run: the job is stored, and what was uploaded for it is known.
            if (told.IsCompleted)
                End(open, outcome, output);
        });
    }

    private async Task LeaveAsync()
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _context.Services.Time, _context.Leaving).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Task.Delay(TellsWithin, _context.Services.Time).ConfigureAwait(false);
        }
    }

    private Task Tell(OpenJob open, Outcome outcome)
    {
        var desk = DeskOf(open.Message);
        var ticket = open.Job?.Ticket ?? TicketOf(open.Message);
        if (outcome != Outcome.Dead)
        {
            if (outcome is Outcome.Dropped or Outcome.Unmatched)
                _ = desk.Tell(ticket, StatusKind.Skip, "Skipped: there is nothing to do.");
            return desk.Tell(ticket, StatusKind.Done, "Done processing.");
        }

        var reason = ReasonOf(open);
        var told = desk.Tell(ticket, StatusKind.Error, $"Error processing message. {reason}");
        return open.Message.Payload is BytesPayload body ? Task.WhenAll(told, desk.PutAside(body.Memory, ticket, reason)) : told;
    }

    // As pyclowder, which sends such a job back into its queue.
    private void TellAgain(OpenJob open, Failure failure, int tries) =>
        _ = DeskOf(open.Message).Tell(open.Job?.Ticket ?? TicketOf(open.Message), StatusKind.Retry, string.Create(CultureInfo.InvariantCulture, $"(#{tries}) {WithoutKey(failure.Reason, open)}"));

    private string ReasonOf(OpenJob open) => WithoutKey(_context.Services.DeadLetters.List().LastOrDefault(letter => letter.Origin == open.Message.Origin)?.Failure.Reason ?? "See the dead letters.", open);

    // The server's own words for it may hold anything.
    private static string WithoutKey(string reason, OpenJob open) => open.Job?.Server.Key is { Length: > 0 } key ? reason.Replace(key, "(redacted)", StringComparison.Ordinal) : reason;

    private static JobTicket TicketOf(Message message)
    {
        message.Metadata.TryGetString(AmqpKeys.ReplyTo, out var replyTo);
        message.Metadata.TryGetString(AmqpKeys.CorrelationId, out var correlation);
        return Job.TicketOf(message.Metadata, replyTo ?? "", correlation);
    }

    private void End(OpenJob open, Outcome outcome, Output output)
    {
        _jobs.Remove(open.Id);

        // A dead letter may be tried again, and needs both.
        if (outcome != Outcome.Dead)
        {
            _stored.Forget(open.Id);
            _files.Remove(open.Id);
        }

        OpenJob? next = null;
        lock (_lock)
        {
            _open.Remove(open.Id);
            while (next is null && !_context.Leaving.IsCancellationRequested && _waiting.TryDequeue(out var first))
            {
                if (_open.TryGetValue(first.Id, out var same))
                    same.Again.Add(first.Message);
                else
                    _open.Add(first.Id, next = new OpenJob(first.Id, first.Message));
            }
        }

        foreach (var message in open.Again.Prepend(open.Message))
        {
            var (desk, origin) = (DeskOf(message), message.Origin.Id);
            message.Settle(outcome);
            desk.Room.Leaves(origin);
        }

        if (next is not null)
            Begin(next, output);
    }
}
