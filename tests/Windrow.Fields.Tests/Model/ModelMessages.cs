using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Masks;
using Windrow.Fields.Values;

namespace Windrow.Fields.Tests.Model;

/// <summary>What the clients of a model send, as a transport brings it. Each message has a position of its own.</summary>
internal static class ModelMessages
{
    private static long _last;

    public static string Client(int number) => $"clients/{number}";

    public static Message Domain(int client, string name, string representation, long? globalSize, params int[] numbers)
    {
        var metadata = Metadata.From(("name", name), ("representation", representation));
        return Make(MessageKind.Domain, globalSize is { } size ? metadata.With("misc-globalSize", size) : metadata, BytesPayload.Copy(MemoryMarshal.AsBytes(numbers.AsSpan())), client);
    }

    public static Message Unstructured(int client, string name, long globalSize, params int[] index) => Domain(client, name, "unstructured", globalSize, index);

    public static Message Field(int client, string domain, double[] values, long step = 6, bool single = false, params (string Key, MetadataValue Value)[] more)
    {
        var metadata = Metadata.From(
            ("name", "sst"), ("category", "ocean-2d"), ("domain", domain), ("level", 0L), ("param", "34"), ("levtype", "sfc"), ("gridType", "unstructured_grid"),
            ("startDate", 20240228L), ("startTime", 0L), ("step", step), ("toAllServers", false));
        foreach (var (key, value) in more)
            metadata = metadata.With(key, value);
        var payload = single ? FieldPayload.Copy([.. values.Select(static value => (float)value)]) : FieldPayload.Copy(values);
        return Make(MessageKind.Field, metadata, payload, client);
    }

    public static Message Flush(int client, string domain = "global", string? kind = null, params (string Key, MetadataValue Value)[] more)
    {
        var metadata = Metadata.From(("domain", domain), ("toAllServers", true));
        if (kind is not null)
            metadata = metadata.With("flushKind", kind);
        foreach (var (key, value) in more)
            metadata = metadata.With(key, value);
        return Make(MessageKind.Flush, metadata, Payload.None, client);
    }

    public static Message Notification(int client, long step) =>
        Make(MessageKind.Notification, Metadata.From(("trigger", "step"), ("step", step)), Payload.None, client);

    public static Message Mask(int client, string domain, long level, params double[] values) =>
        Make(MessageKind.Mask, Metadata.From(("name", "lsm"), ("category", "ocean-mask"), ("domain", domain), ("level", level)), new BytesPayload(MaskCodec.Encode(values)), client);

    /// <param name="client">Negative: from none.</param>
    public static Message Make(MessageKind kind, Metadata metadata, Payload payload, int client) => new(
        kind, client < 0 ? metadata : metadata.With(SourcePeer.Name, Client(client)), payload, new Origin("model", $"{kind}", Interlocked.Increment(ref _last)));
}
