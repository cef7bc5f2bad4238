using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Statistics;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Statistics;

/// <summary>
/// Series and products in one line each. A sample is <c>step=v,v</c>, <c>-</c> is a missing value; a product is
/// <c>operation creation-end=v,v</c> with steps in hours and a <c>!</c> behind it when it is not complete.
/// </summary>
internal static class Notation
{
    public const double Mark = 9999;

    public static IEnumerable<Message> Series(string samples, bool single = false, params (string, MetadataValue)[] more) =>
        samples.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((sample, index) =>
        {
            var parts = sample.Split('=');
            var values = parts[1].Split(',').Select(static text => text == "-" ? Mark : double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            return Field(long.Parse(parts[0], CultureInfo.InvariantCulture), values, parts[1].Contains('-') && parts[1].Split(',').Contains("-"), single, index, more);
        });

    public static Message Field(long step, double[] values, bool hasMissing = false, bool single = false, long index = 0, params (string, MetadataValue)[] more)
    {
        var metadata = Metadata.From(
            ("startDate", 20240228L), ("startTime", 0L), ("step", step), ("paramId", 167L), ("level", 0L), ("levtype", "sfc"), ("gridType", "regular_ll"));
        if (hasMissing)
            metadata = metadata.With("bitmapPresent", true).With("missingValue", Mark);
        foreach (var (key, value) in more)
            metadata = metadata.With(key, value);
        var payload = single ? FieldPayload.Copy([.. values.Select(static value => (float)value)]) : FieldPayload.Copy(values);
        return new Message(MessageKind.Field, metadata, payload, new Origin("test", "memory", index));
    }

    public static StatisticsAction Action(string yaml, bool strict = false) => new(FieldFlow.Bind(StatisticsOptions.Set, yaml), strict);

    public static async Task<string> Run(string yaml, IEnumerable<Message> messages, bool strict = false)
    {
        var run = await FieldFlow.Run(Action(yaml, strict), messages);
        return string.Join("; ", run.Products.Select(Product).Concat(run.Dead.Select(static letter => $"failed: {letter.Failure.Reason}")));
    }

    public static string Product(Message product)
    {
        var metadata = product.Metadata;
        var values = FieldFlow.Values(product).Select(static value => double.IsNaN(value) ? "-" : value.ToString("G7", CultureInfo.InvariantCulture));
        var mark = metadata.TryGet("complete", out var complete) && complete == false ? "!" : "";
        return $"{Text(metadata, "operation")} {Text(metadata, "startStepInHours")}-{Text(metadata, "endStepInHours")}={string.Join(',', values)}{mark}";
    }

    private static string Text(Metadata metadata, string key) => metadata.TryGet(key, out var value) ? value.ToString() : "?";
}
