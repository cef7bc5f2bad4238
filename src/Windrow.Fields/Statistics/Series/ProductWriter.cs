using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;

namespace Windrow.Fields.Statistics.Series;

/// <summary>Makes the messages of products: the metadata of the last sample, and what the product is by them.</summary>
internal abstract class ProductWriter
{
    /// <param name="isComplete">Null: not told, as by multio.</param>
    public void Emit(Message with, WindowState window, StatisticsOperation operation, FieldPayload product, double? missing, bool? isComplete, Output output)
    {
        var metadata = Describe(window, operation, missing, isComplete);
        output.Emit(output.Fold(with, window.Members, MessageKind.Field, metadata, product, window.Lineage));
    }

    protected abstract Metadata Describe(WindowState window, StatisticsOperation operation, double? missing, bool? isComplete);

    protected static long Seconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerSecond;

    /// <summary>yyyymmdd</summary>
    protected static long Date(DateTime time) => (time.Year * 10000L) + (time.Month * 100) + time.Day;

    /// <summary>hhmmss</summary>
    protected static long Clock(DateTime time) => (time.Hour * 10000L) + (time.Minute * 100) + time.Second;
}
