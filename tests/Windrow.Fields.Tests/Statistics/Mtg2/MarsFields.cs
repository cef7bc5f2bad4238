using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Statistics;
using Windrow.Fields.Statistics.Mtg2;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Statistics.Mtg2;

/// <summary>Fields with MARS metadata, and the products of <c>statistics-mtg2</c> in one line each: param, step, timespan, stattype, values.</summary>
internal static class MarsFields
{
    public const double Mark = -1e9;

    public static Message Field(MetadataValue step, double[] values, long index, bool single = false, params (string, MetadataValue)[] more)
    {
        var metadata = Metadata.From(("date", 20240228L), ("time", 0L), ("step", step), ("param", 130L), ("levtype", "pl"), ("levelist", 500L), ("grid", "2/2"), ("stream", "oper"), ("type", "fc"));
        if (values.Contains(Mark))
            metadata = metadata.With("misc-bitmapPresent", true).With("misc-missingValue", Mark);
        foreach (var (key, value) in more)
            metadata = metadata.With(key, value);
        var payload = single ? FieldPayload.Copy([.. values.Select(static value => (float)value)]) : FieldPayload.Copy(values);
        return new Message(MessageKind.Field, metadata, payload, new Origin("test", "memory", index));
    }

    /// <summary>One point, a sample at every step: <c>6=1.5 12=2</c>.</summary>
    public static IEnumerable<Message> Series(string samples, params (string, MetadataValue)[] more) =>
        samples.Split(' ').Select((sample, index) => Field(Step(sample.Split('=')[0]), [.. sample.Split('=')[1].Split(',').Select(static text => text == "-" ? Mark : double.Parse(text, CultureInfo.InvariantCulture))], index, more: more));

    public static StatisticsAction Action(string yaml, bool strict = false, string directory = "/") => new(new Mtg2Statistics(FieldFlow.Bind(Mtg2StatisticsOptions.Set, yaml), strict), path => Path.GetFullPath(path, directory));

    public static async Task<string> Run(string yaml, IEnumerable<Message> messages, bool strict = false)
    {
        var run = await FieldFlow.Run(Action(yaml, strict), messages);
        return string.Join("; ", run.Products.Select(Text).Concat(run.Dead.Select(static letter => $"failed: {letter.Failure.Reason}")));
    }

    public static string Text(Message product)
    {
        var values = FieldFlow.Values(product).Select(static value => double.IsNaN(value) ? "-" : value.ToString("G7", CultureInfo.InvariantCulture));
        var mark = product.Metadata.TryGet("complete", out var complete) && complete == false ? "!" : "";
        return $"{Key(product, "param")} {Key(product, "step")} {Key(product, "timespan")} {Key(product, "stattype")} {string.Join(',', values)}{mark}";
    }

    public static string Key(Message product, string key) => product.Metadata.TryGet(key, out var value) ? value.ToString() : "-";

    private static MetadataValue Step(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? hours : text;
}
