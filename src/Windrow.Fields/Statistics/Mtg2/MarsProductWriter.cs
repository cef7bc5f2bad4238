using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Fields.Statistics.Series;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>
/// The metadata of the products of <c>statistics-mtg2</c>: MARS' <c>param</c>, <c>timespan</c>, <c>stattype</c>, <c>step</c>, and the keys of
/// the first generation from which <c>encode</c> works out the time range of a GRIB message.
/// </summary>
internal sealed class MarsProductWriter(Mtg2StatisticsOptions options, ProductPlans plans) : ProductWriter
{
    private readonly OwnKey _param = new("param");
    private readonly MetadataSlot _paramId = new("paramId");
    private readonly OwnKey _stream = new("stream");

    protected override Metadata Describe(WindowState window, StatisticsOperation operation, double? missing, bool? isComplete)
    {
        var plan = plans.Of(window.Metadata)[IndexOf(operation)];
        var (creation, last) = (window.Creation, window.Last.Time);
        var span = Seconds(last - creation);
        var isOfWindow = IsOfWindow(window.Metadata);

        // Analyses have a reference time each; that of what is made of them is where the window begins.
        var epoch = !isOfWindow && window.Epoch is { } one && one <= creation ? one : creation;
        var builder = window.Metadata.Change();
        if (isOfWindow || epoch != window.Last.Epoch)
            builder.Set("date", Date(epoch)).Set("time", Clock(epoch));
        builder.Set("step", StepText.Of(Seconds(last - epoch)));
        if (plan.SetsTimespan)
            builder.Set("timespan", StepText.Of(span));
        if (plan.Stacked is { } stattype)
            builder.Set("stattype", stattype);
        if (plan.Param is { } to)
            SetParam(builder, window.Metadata, to);
        builder.Set("operation", operation.OutputName())
            .Set("operation-frequency", options.OutputFrequency!)
            .Set("startDate", Date(epoch)).Set("startTime", Clock(epoch));
        if (operation != StatisticsOperation.Instant)
        {
            builder.Set("previousDate", Date(creation)).Set("previousTime", Clock(creation))
                .Set("currentDate", Date(last)).Set("currentTime", Clock(last))
                .Set("sampleIntervalInSeconds", Seconds(last - window.LastButOne));
        }

        if (isComplete is { } complete)
            builder.Set("complete", complete);
        if (missing is { } mark)
            SetMissing(builder, mark);
        foreach (var (key, value) in options.OwnSettings.SetMetadata)
            builder.Set(key, value);
        return builder.Build();
    }

    // 'encode' asks for the first names, models of the second generation write the others.
    private static void SetMissing(MetadataBuilder builder, double mark) =>
        builder.Set("bitmapPresent", true).Set("missingValue", mark).Set("misc-bitmapPresent", true).Set("misc-missingValue", mark);

    private void SetParam(MetadataBuilder builder, Metadata metadata, long to)
    {
        var isText = _param.TryGet(metadata, out var param) && param.TryGetString(out _);
        if (!param.IsNone || !_paramId.TryGet(metadata, out _))
            builder.Set("param", isText ? to.ToString(CultureInfo.InvariantCulture) : to);
        if (_paramId.TryGet(metadata, out _))
            builder.Set("paramId", to);
    }

    private bool IsOfWindow(Metadata metadata) => options.OwnSettings.TimeReference switch
    {
        OutputTimeReference.StartOfForecast => false,
        OutputTimeReference.StartOfWindow => true,
        _ => _stream.TryGet(metadata, out var stream) && stream.TryGetString(out var name) && name is "clmn" or "clte",
    };

    private int IndexOf(StatisticsOperation operation)
    {
        for (var i = 0; i < options.Operations.Count; i++)
        {
            if (options.Operations[i] == operation)
                return i;
        }

        throw new ArgumentOutOfRangeException(nameof(operation));
    }
}
