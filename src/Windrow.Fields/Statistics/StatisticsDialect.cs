using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Statistics.Series;

namespace Windrow.Fields.Statistics;

/// <summary>What differs between multio's two generations of statistics: the metadata that are read and written, and when windows end. Safe for several threads.</summary>
internal abstract class StatisticsDialect(StatisticsOptions options)
{
    public StatisticsOptions Options => options;

    /// <summary>What a restart depends on, as text: it is read only under the same.</summary>
    public abstract string Declaration { get; }

    /// <summary>Reads which series a field belongs to, and where it stands in it.</summary>
    public abstract bool TryRead(Message message, out SeriesKey key, out Sample sample, out Failure? failure);

    /// <summary>The time that a message is for; null when it does not tell.</summary>
    public abstract DateTime? TimeOf(Metadata metadata);

    /// <summary>An empty series.</summary>
    public abstract FieldSeries Create(int points, Precision precision);

    /// <param name="writesRestarts">Whether 'write-restart' is set.</param>
    public abstract FlushUse UseOf(Metadata flush, bool writesRestarts);
}
