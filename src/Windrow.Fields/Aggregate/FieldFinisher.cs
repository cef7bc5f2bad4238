using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Fields.Domains;
using Windrow.Fields.Values;

namespace Windrow.Fields.Aggregate;

/// <summary>Makes global fields of what has come.</summary>
internal sealed class FieldFinisher(AggregateOptions options, string where)
{
    private static readonly MetadataKey GlobalSize = "misc-globalSize";
    private static readonly MetadataKey Complete = "complete";
    private static readonly OwnKey MissingValue = new("missingValue");

    private readonly Origin _origin = new("aggregate", where);

    /// <summary>The message of a field that has ended.</summary>
    /// <param name="with">The part that completed it, whose delivery the field owes to; null: it owes to nobody.</param>
    public Message Make(OpenField field, FieldPayload buffer, Message? with, Output output)
    {
        var isComplete = field.IsComplete;
        var mark = Fill(field, buffer, isComplete);
        var metadata = field.Metadata.Change().Remove(SourcePeer.Key);
        if (field.Metadata.Shape.IndexOf(GlobalSize) < 0)
            metadata.Set(GlobalSize, (long)field.Domain.GlobalPoints);
        if (!isComplete)
            metadata.Set(Complete, false);
        var made = mark is null ? metadata.Build() : MessageValues.WithMissing(metadata.Build(), mark);
        if (with is not null)
            return output.Fold(with, field.Members, MessageKind.Field, made, buffer, field.Lineage);
        var carrier = Carrier(static _ => { });
        var message = output.Fold(carrier, field.Members, MessageKind.Field, made, buffer, field.Lineage);
        carrier.Settle(Outcome.Absorbed);
        return message;
    }

    /// <summary>Ends a field some of whose parts did not come.</summary>
    public void GiveUp(OpenField field, FieldPayload buffer, Output output)
    {
        var reason = $"the field is not complete: {field.Progress()}";
        var message = Make(field, buffer, null, output);
        if (options.OnIncomplete == IncompletePolicy.Emit)
            output.Emit(message);
        else
            output.Fail(message, Failure.Permanent(reason, "look why these clients did not send their parts; 'on-incomplete: emit' lets such fields go on with missing values"));
    }

    /// <summary>A flush or notification for all clients that sent it. What they owe is settled when this one is.</summary>
    public Message Join(ClientRound round, Output output)
    {
        var (members, held) = (default(MessageId), round.Held);
        foreach (var message in held)
            members = members.Union(message.Id);
        var carrier = Carrier(outcome =>
        {
            foreach (var message in held)
                message.Settle(outcome);
        });
        var joined = output.Fold(carrier, members, round.Kind, SourcePeer.Remove(round.Metadata), held[0].Payload.Add(), new Lineage([.. held.Select(static message => message.Origin)]));
        carrier.Settle(Outcome.Delivered);
        return joined;
    }

    // Something to fold upon that owes to nobody outside.
    private Message Carrier(Action<Outcome> settled) => new(default, MessageKind.Event, Metadata.Empty, Payload.None, ActionContext.Owe(_origin, settled), _origin);

    // What is in pooled memory is of another field: every point that no part has set gets the mark.
    private double? Fill(OpenField field, FieldPayload buffer, bool isComplete)
    {
        var gaps = field.Domain.Gaps();
        if (gaps.Count == 0 && isComplete)
            return field.Missing;
        var mark = field.Missing ?? (MissingValue.TryGet(field.Metadata, out var value) && value.TryGetNumber(out var number) ? number : options.MissingValue);
        if (buffer.Precision == Precision.Double)
            Fill(field, buffer.Doubles, mark, isComplete);
        else
            Fill(field, buffer.Singles, (float)mark, isComplete);
        return mark;
    }

    private static void Fill<T>(OpenField field, Span<T> global, T mark, bool isComplete)
        where T : unmanaged
    {
        foreach (var gap in isComplete ? field.Domain.Gaps() : Unset(field))
            global.Slice(gap.To, gap.Length).Fill(mark);
    }

    // By what has come, as clients may share points.
    private static List<PointRun> Unset(OpenField field)
    {
        var (set, ignored) = (new Coverage(field.Domain.GlobalPoints), 0);
        for (var i = 0; i < field.Domain.Count; i++)
        {
            var client = field.Domain[i];
            for (var run = 0; run < client.Map.Runs && field.Has(client); run++)
                set.Add(client.Map.RunAt(run).To, client.Map.RunAt(run).Length, ref ignored);
        }

        return set.Gaps();
    }
}
