using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Core.Stages;
using Windrow.Fields.Encode;
using Windrow.Fields.Grib;
using Windrow.Fields.Grib.Encoding;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Tests.Encode;

/// <content>How a field goes through the action, and what of it is looked at.</content>
public sealed partial class EncodeTests
{
    internal static PlugInContext Context(string folder) =>
        new(new EngineServices { Files = new PhysicalFileSystem() }, new DiagnosticBag(), ConfigDialect.Native, folder, "plan/encode", [], false);

    internal static Task<FieldFlow> Run(string yaml, params Message[] messages) => Run(yaml, "/", messages);

    internal static Task<FieldFlow> Run(string yaml, string folder, Message[] messages, StageOptions? stage = null) =>
        FieldFlow.Run(new EncodeAction(FieldFlow.Bind(EncodeOptions.Set, yaml), Context(folder)), messages, stage);

    internal static Task<Message> One(string yaml, Message message) => One(yaml, "/", message);

    internal static async Task<Message> One(string yaml, string folder, Message message)
    {
        var run = await Run(yaml, folder, [message]);
        run.Dead.ShouldBeEmpty();
        return run.Products.ShouldHaveSingleItem();
    }

    internal static Message Encoded(byte[] octets, int number = 0)
    {
        GribContent.TryCopy(octets, isFresh: false, out var payload, out var tail, out var defect).ShouldBeTrue(defect?.ToString());
        return new Message(MessageKind.Field, Metadata.Empty.WithTail(tail), payload!, new Origin("test", "memory", number));
    }

    /// <summary>A GRIB message as statistics leave it: values in memory, the header behind the metadata.</summary>
    internal static Message Decoded(byte[] octets, (string, MetadataValue)[]? own = null, double[]? values = null, int number = 0)
    {
        var message = Encoded(octets, number);
        message.Metadata = With(message.Metadata, own ?? []);
        if (values is not null)
            message.ReplacePayload(FieldPayload.Copy(values));
        else
            MessageValues.TryMakeWritable(message, out _, out _, out var failure).ShouldBeTrue(failure?.ToString());
        return message;
    }

    /// <summary>The message with other values, in a packing.</summary>
    internal static byte[] Packed(byte[] octets, string packing, long bits)
    {
        using var encoder = GribEncoder.FromTemplate(octets);
        encoder.Set("packingType", packing);
        encoder.BitsPerValue = bits;
        encoder.SetValues(Values((int)encoder.Handle.GetLong("numberOfDataPoints")));
        return encoder.Message.ToArray();
    }

    internal static string Keys(Message message, string keys)
    {
        using var handle = GribHandle.Wrap(((GribPayload)message.Payload).Memory);
        return string.Join(' ', keys.Split(',').Select(key => handle.GetString(key)));
    }

    private static Message Field(Metadata metadata, int points = 684) => Field(metadata, Values(points));

    private static Message Field(Metadata metadata, double[] values) => new(MessageKind.Field, metadata, FieldPayload.Copy(values), new Origin("test", "memory"));

    private static double[] Values(int points) => [.. Enumerable.Range(0, points).Select(static i => 250 + (40 * Math.Sin(i * 0.1)))];

    private static Metadata With(Metadata metadata, (string Key, MetadataValue Value)[] entries)
    {
        var builder = metadata.Change();
        foreach (var (key, value) in entries)
            builder.Set(key, value);
        return builder.Build();
    }

    private static string Failure(FieldFlow run)
    {
        run.Products.ShouldBeEmpty();
        var failure = run.Dead.ShouldHaveSingleItem().Failure;
        failure.Class.ShouldBe(ErrorClass.Permanent);
        return failure.ToString();
    }

    private static void Compare(double[] expected, Message product, int bits, double? missing = null)
    {
        MessageValues.TryRead(product, out var values, out _).ShouldBeTrue();
        using (values)
        {
            var present = expected.Where(value => !value.Equals(missing)).ToList();
            var precision = (present.Max() - present.Min()) / Math.Pow(2, bits - 1);
            for (var i = 0; i < expected.Length; i++)
                values.Field.Doubles[i].ShouldBe(expected[i].Equals(missing) ? MessageValues.DecodedMissing : expected[i], Math.Max(precision, 1e-5));
        }
    }
}
