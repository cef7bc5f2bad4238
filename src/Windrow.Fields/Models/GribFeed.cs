using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Grib;
using Windrow.Fields.Grib.Framing;
using Windrow.Fields.Values;

namespace Windrow.Fields.Models;

/// <summary>
/// Brings the fields of a GRIB file to client plans as a model would: with MARS keys as metadata, and a flush behind each. It shows what plans do
/// without a model.
/// </summary>
/// <param name="decode">Fields are handed over as values, as a model does; otherwise as the GRIB messages that they are.</param>
public sealed class GribFeed(ModelClient client, bool decode)
{
    private static readonly (string Key, MetadataValue Value)[] OfEvery = [("timeStep", 3600L), ("step-frequency", 1L), ("toAllServers", false)];

    // Keys of ecCodes, and what models call them.
    private static readonly (string From, string To)[] Named =
    [
        ("shortName", "name"), ("paramId", "paramId"), ("level", "level"), ("typeOfLevel", "typeOfLevel"), ("gridType", "gridType"), ("numberOfDataPoints", "misc-globalSize"),
        ("dataDate", "startDate"), ("endStep", "step"),
    ];

    /// <summary>The steps that are brought, in hours; others are left out.</summary>
    public (long From, long To) Steps { get; init; } = (long.MinValue, long.MaxValue);

    /// <summary>Fields that were brought so far.</summary>
    public long Count { get; private set; }

    /// <summary>Brings all messages of a file.</summary>
    /// <exception cref="FailureException">A message is damaged, or a plan could not work on one; those before have been brought.</exception>
    public void Feed(Stream stream)
    {
        var reader = new GribStreamReader(stream, static defect => throw new FailureException(Failure.Permanent($"the file is damaged: {defect}")));
        while (reader.Read())
        {
            if (!GribContent.TryCopy(reader.Message.Span, isFresh: false, out var payload, out var tail, out var defect))
                throw new FailureException(Failure.Permanent($"the message at {reader.Frame.Offset} is damaged: {defect}"));
            var metadata = Describe(tail!);
            if (metadata.TryGetInt64("step", out var step) && (step < Steps.From || step > Steps.To))
                payload!.Release();
            else
                Write(payload!, tail!, metadata);
        }

        if (reader.Frame.Length == 0)
            throw new FailureException(Failure.Permanent("there is no GRIB message in it"));
    }

    /// <summary>Tells the plans that this was the last step.</summary>
    public void End() => client.Write(MessageKind.Flush, Metadata.From(("flushKind", "last-step"), ("domain", "global"), ("toAllServers", true)), Payload.None);

    private void Write(GribPayload payload, GribTail tail, Metadata metadata)
    {
        if (decode)
            WriteValues(payload, metadata);
        else
            client.Write(MessageKind.Field, metadata.With("misc-format", "grib").WithTail(tail), payload);
        Count++;
        client.Write(MessageKind.Flush, Metadata.From(("flushKind", "default"), ("domain", "global"), ("toAllServers", true)), Payload.None);
    }

    private void WriteValues(GribPayload payload, Metadata metadata)
    {
        var message = new Message(default, MessageKind.Field, metadata, payload, null, new Origin("feed", "grib"));
        if (!MessageValues.TryMakeWritable(message, out _, out _, out var failure))
        {
            message.TakePayload().Release();
            throw new FailureException(failure!);
        }

        client.Write(MessageKind.Field, message.Metadata.Change().Set("misc-format", "raw").Set("misc-precision", "double").Build(), message.TakePayload());
    }

    private static Metadata Describe(GribTail tail)
    {
        var metadata = new MetadataBuilder();
        foreach (var key in tail.IdentityKeys)
        {
            if (key.Name.StartsWith("mars.", StringComparison.Ordinal) && tail.TryGet(key, out var value))
                metadata.Set(key.Name["mars.".Length..], value);
        }

        foreach (var (from, to) in Named)
        {
            if (tail.TryGet(from, out var value))
                metadata.Set(to, value);
        }

        // Models give times as hhmmss, and 'param' as a text.
        if (tail.TryGet("dataTime", out var time) && time.TryGetInt64(out var clock))
            metadata.Set("startTime", clock * 100);
        if (tail.TryGet("paramId", out var param))
            metadata.Set("param", param.ToString());
        foreach (var (key, value) in OfEvery)
            metadata.Set(key, value);
        return metadata.Build();
    }
}
