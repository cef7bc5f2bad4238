using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Wire;

namespace Windrow.TransportHost.Scenarios;

/// <summary>Messages that both sides can make of their number alone.</summary>
internal static class Sent
{
    private static readonly int[] Sizes = [1, 0, 500, 2_500, 60_000, 1, 3, 1_023, 1_025, 400_000];

    public static FrameKind KindOf(int number) => number % 50 == 0 ? FrameKind.Domain : FrameKind.Field;

    public static int PointsOf(int number) => Sizes[number % Sizes.Length];

    public static Metadata Metadata(int client, int number)
    {
        var metadata = Core.Messages.Metadata.From(
            ("client", (long)client), ("number", (long)number), ("name", $"param-{number % 7}"), ("category", "ocean-3d"), ("level", (long)(number % 31)),
            ("missingValue", number % 3 == 0 ? 0.0 : -0.0), ("exact", 1.0 / (number + 1)), ("single", MetadataValue.Of(1f / (number + 1))),
            ("whole", -999.0), ("bitmapPresent", number % 2 == 0), ("toAllServers", false), ("misc-globalSize", 6_599_680L));
        if (number % 11 == 0)
            metadata = metadata.With("pv", MetadataValue.Of(new MetadataList(1.5, number * 0.1, (long)number, "x")));
        if (number % 13 == 0)
            metadata = metadata.With("inner", MetadataValue.Of(Core.Messages.Metadata.From(("deep", (long)number))));
        return number % 17 == 0 ? metadata.With("long", new string('ü', 400)) : metadata;
    }

    public static Payload Payload(int client, int number)
    {
        var count = PointsOf(number);
        if (number % 5 == 4)
            return BytesPayload.Copy(Enumerable.Range(0, count).Select(i => (byte)(i + number + client)).ToArray());
        var field = FieldPayload.Rent(number % 2 == 0 ? Precision.Double : Precision.Single, count);
        for (var i = 0; i < count; i++)
        {
            if (field.Precision == Precision.Double)
                field.Doubles[i] = Value(client, number, i);
            else
                field.Singles[i] = (float)Value(client, number, i);
        }

        return field;
    }

    public static void Send(this ServerConnection server, int client, int number)
    {
        var payload = Payload(client, number);
        _ = PayloadCode.TryOf(payload, out var form);
        server.Send(KindOf(number), Metadata(client, number), payload, form, CancellationToken.None);
        payload.Release();
    }

    public static ulong Flush(this ServerConnection server, int client)
    {
        server.Send(FrameKind.Flush, Core.Messages.Metadata.From(("client", (long)client), ("flushKind", "default")), Core.Payloads.Payload.None, 0, CancellationToken.None);
        return 0;
    }

    /// <summary>What of a message is not as it was sent; null: nothing.</summary>
    public static string? Difference(Message message, int client, int number)
    {
        var expected = Metadata(client, number);
        var seen = message.Metadata.Change().Remove("misc-sourcePeer").Build();
        if (!seen.Equals(expected))
            return $"client {client}, message {number}: {seen} instead of {expected}";
        foreach (var key in new[] { "missingValue", "exact" })
        {
            // Equality takes 0.0 for -0.0, and the transport must not.
            _ = seen.TryGet(key, out var one) && expected.TryGet(key, out var other) && one.TryGetDouble(out var a) && other.TryGetDouble(out var b)
                && BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b)
                ? true
                : throw new InvalidOperationException($"client {client}, message {number}: {key} is {one}");
        }

        var payload = Payload(client, number);
        try
        {
            if (payload.Bytes != message.Payload.Bytes || payload.GetType() != message.Payload.GetType())
                return $"client {client}, message {number}: {message.Payload.GetType().Name} of {message.Payload.Bytes} bytes";
            var same = payload.Format!.BytesOf(payload).SequenceEqual(message.Payload.Format!.BytesOf(message.Payload));
            return same ? null : $"client {client}, message {number}: other values";
        }
        finally
        {
            payload.Release();
        }
    }

    private static double Value(int client, int number, int point) => (client * 1e6) + (number * 1e3) + (point * 0.123456789);
}
