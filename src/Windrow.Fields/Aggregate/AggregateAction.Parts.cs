using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Fields.Domains;
using Windrow.Fields.Masks;
using Windrow.Fields.Values;

namespace Windrow.Fields.Aggregate;

/// <content>How a part comes to its place.</content>
internal sealed partial class AggregateAction
{
    private void TakePart(Message part, Output output)
    {
        var client = SourcePeer.Of(part.Metadata);
        if (!_domain.TryGet(part.Metadata, out var value) || !value.TryGetString(out var name))
            TakeWithoutDomain(part, client, output);
        else if (!_maps.TryGet(name, out var domain) || !domain.TryGet(client, out var entry))
            TakeWithoutMap(part, name, client, output);
        else if (Check(part, domain, entry, out var field) is { } failure)
            output.Fail(part, failure);
        else if (!entry.Sends)
            output.Drop(part);
        else if (domain is { IsComplete: true, Senders: 1 } && entry.Map.Runs == 1 && entry.Map.RunAt(0).Length == domain.GlobalPoints && field!.Count == domain.GlobalPoints)
            Pass(part, output);
        else
            Place(part, field!, domain, entry, output);
    }

    // A field that came from no client, or encoded, is whole.
    private static void TakeWithoutDomain(Message part, string client, Output output)
    {
        if (client.Length == 0 || part.Payload is not FieldPayload)
            Pass(part, output);
        else
            output.Fail(part, Failure.Permanent($"the part of the client '{client}' has no 'domain', which says where its points lie", "have the model set 'domain' to the name that it declares with its domain map"));
    }

    private void TakeWithoutMap(Message part, string domain, string client, Output output)
    {
        if (client.Length == 0 && part.Payload is FieldPayload whole && _globalSize.TryGet(part.Metadata, out var size) && size == (long)whole.Count)
        {
            output.Emit(part);
            return;
        }

        if (!_fields.TryReserve(part.Payload.Bytes))
        {
            output.Fail(part, Failure.Permanent($"{Unknown(domain, client)}, and there is no room to let the part wait for it", "declare domains before fields, or raise 'maximum-open-bytes'"));
            return;
        }

        output.Hold(part);
        var now = _watchdog.Now;
        _waiting.Add(part, domain, client, now);
        _watchdog.Arm(now);

        // It may have come in between, when nobody saw that this part waits.
        if (_maps.TryGet(domain, out var known) && known.TryGet(client, out _))
            TakeUp(domain, client, output);
    }

    private static void Pass(Message field, Output output)
    {
        field.Metadata = SourcePeer.Remove(field.Metadata);
        output.Emit(field);
    }

    private Failure? Check(Message part, Domain domain, DomainClient client, out FieldPayload? field)
    {
        field = part.Payload as FieldPayload;
        if (field is null)
        {
            if (!MessageValues.TryMakeWritable(part, out field, out _, out var failure))
                return failure;
            part.Metadata = part.Metadata.Materialise([]);
        }

        if (field!.Count != client.Map.LocalPoints)
            return Failure.Permanent($"the part of the client '{client.Name}' has {field.Count} points where its map of the domain '{domain.Name}' has {client.Map.LocalPoints}", "'domain' names the map that fits the part, its halo included");
        if (_globalSize.TryGet(part.Metadata, out var value) && MetadataNumber.TryGet(value, out var size) && size != domain.GlobalPoints)
            return Failure.Permanent($"'misc-globalSize' of the part is {size} where the domain '{domain.Name}' has {domain.GlobalPoints} points", "have the model send the same size with both");
        return null;
    }

    private void Place(Message part, FieldPayload values, Domain domain, DomainClient client, Output output)
    {
        var hash = _identity.Hash(part.Metadata);
        while (true)
        {
            var field = _fields.Find(hash, part.Metadata, domain, values.Precision, out var generation, out var isNew);
            if (field is null)
            {
                if (!MakeRoom(output))
                {
                    output.Fail(part, NoRoom(part, domain, values.Precision));
                    return;
                }

                continue;
            }

            FieldPayload? complete = null;
            lock (field.Turn)
            {
                // It has ended in between; the next one is another.
                if (field.Generation != generation)
                    continue;
                if (field.Has(client))
                {
                    Repeated(part, client, field, output);
                    return;
                }

                if (!ReferenceEquals(field.Domain, domain) || field.Buffer.Precision != values.Precision)
                {
                    output.Fail(part, Failure.Permanent($"the part of '{client.Name}' is in {values.Precision} precision on '{domain.Name}' where those of the same field are in {field.Buffer.Precision} on '{field.Domain.Name}'", "name under 'key' the metadata that tell the two fields apart"));
                    return;
                }

                Scatter(part, values, client, field);
                field.Add(client, part);
                field.LastCame = _watchdog.Now;
                if (isNew || field.IsOverdue)
                    _watchdog.Arm(field.LastCame);
                field.IsOverdue = false;
                if (field.IsComplete)
                {
                    _fields.Remove(field);
                    complete = field.End();
                }
            }

            if (complete is not null)
            {
                output.Emit(_finisher.Make(field, complete, part, output));
                _fields.Return(field);
            }

            output.Absorb(part);
            return;
        }
    }

    private static void Scatter(Message part, FieldPayload values, DomainClient client, OpenField field)
    {
        var own = values;
        if (MessageValues.MissingOf(part.Metadata) is { } mark)
        {
            // Another mark than that of the parts before is replaced by theirs.
            if (field.Missing is { } common && !common.Equals(mark))
            {
                own = values.Clone();
                if (own.Precision == Precision.Double)
                    MaskKernels.Replace(own.Doubles, mark, common);
                else
                    MaskKernels.Replace(own.Singles, (float)mark, (float)common);
            }

            field.Missing ??= mark;
        }

        if (own.Precision == Precision.Double)
            client.Map.Scatter<double>(own.Doubles, field.Buffer.Doubles);
        else
            client.Map.Scatter<float>(own.Singles, field.Buffer.Singles);
        if (!ReferenceEquals(own, values))
            own.Release();
    }

    // A part that differs in more than the identity is another field by all appearance: it is not dropped in silence.
    private void Repeated(Message part, DomainClient client, OpenField field, Output output)
    {
        if (!_everything.AreSame(part.Metadata, field.Metadata))
        {
            output.Fail(part, Failure.Permanent(
                $"the client '{client.Name}' sends a second part of the field {_identity.Text(part.Metadata)}, which differs from the first part of it in {_everything.Difference(part.Metadata, field.Metadata)}",
                "if these are two fields, name that under 'key' beside what is there"));
            return;
        }

        if (_duplicates.Happened(out var count))
            AggregateLog.Duplicates(_log, _where, count, client.Name, _identity.Text(part.Metadata));
        output.Drop(part);
    }
}
