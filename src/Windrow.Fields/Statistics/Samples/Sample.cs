using Windrow.Core.Binary;

namespace Windrow.Fields.Statistics.Samples;

/// <summary>Where a message stands in its time series. All times are UTC.</summary>
/// <param name="Epoch">The reference time of the forecast.</param>
/// <param name="Time">The time the field is valid at, or the end of the interval that it is for.</param>
/// <param name="TimeStep">Seconds per step of the model.</param>
/// <param name="Frequency">Steps between two samples; null when nothing tells.</param>
internal readonly record struct Sample(DateTime Epoch, DateTime Time, long TimeStep, long? Frequency)
{
    /// <summary>Seconds between two samples; null when nothing tells.</summary>
    public long? Interval => Frequency * TimeStep;

    /// <summary>When the sample before this one was, by the frequency; no earlier than the forecast itself.</summary>
    public DateTime? Previous => Interval is { } interval
        ? new DateTime(Math.Max(Math.Min(Epoch.Ticks, Time.Ticks), Time.Ticks - (interval * TimeSpan.TicksPerSecond)), DateTimeKind.Utc)
        : null;

    public void Save(ByteWriter writer)
    {
        writer.Int64(Epoch.Ticks);
        writer.Int64(Time.Ticks);
        writer.Int64(TimeStep);
        writer.Flag(Frequency is not null);
        writer.Int64(Frequency ?? 0);
    }

    public static Sample Restore(ref ByteReader reader)
    {
        var (epoch, time, step) = (reader.Time(), reader.Time(), reader.Int64());
        var hasFrequency = reader.Flag();
        var frequency = reader.Int64();
        return new Sample(epoch, time, step, hasFrequency ? frequency : null);
    }
}
