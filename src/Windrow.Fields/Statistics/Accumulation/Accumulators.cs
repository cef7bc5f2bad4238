using Windrow.Core.Binary;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Accumulation;

/// <summary>The sums and extremes of one window of one time series. The memory is taken with the first sample and given back by <see cref="Reset"/>.</summary>
internal abstract class Accumulators
{
    /// <summary>Samples taken in since the last reset.</summary>
    public int Count { get; protected set; }

    /// <summary>What stands for a missing value in the products; null when every sample had all its values.</summary>
    public double? Missing { get; protected set; }

    /// <summary>Takes a sample in, in one pass over it.</summary>
    public abstract void Add(in FieldValues values);

    /// <summary>The product of an operation, in the precision of the samples. At least one sample was taken in.</summary>
    /// <param name="last">The last sample, and <paramref name="initial"/> the one before the window, for the operations that need them.</param>
    /// <param name="seconds">The length of the interval of flux averages.</param>
    public abstract FieldPayload Finish(StatisticsOperation operation, FieldValues? last, FieldValues? initial, double seconds);

    /// <summary>Forgets the samples.</summary>
    public abstract void Reset();

    /// <summary>Writes the samples' sums and extremes as they are.</summary>
    public void Save(ByteWriter writer)
    {
        writer.Count(Count);
        writer.Flag(Missing is not null);
        writer.Double(Missing ?? 0);
        if (Count > 0)
            SaveValues(writer);
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CorruptDataException">It was written by other accumulators.</exception>
    public void Restore(ref ByteReader reader)
    {
        Count = checked((int)reader.Count());
        var hasMissing = reader.Flag();
        var missing = reader.Double();
        Missing = hasMissing ? missing : null;
        if (Count > 0)
            RestoreValues(ref reader);
    }

    /// <summary>
    /// Takes over points of accumulators of the same options that have as many samples: those of another share of the same field.
    /// </summary>
    /// <param name="runs">From the other's points to the own; points that no call names are zero.</param>
    public void TakeOver(Accumulators other, ReadOnlySpan<PointRun> runs)
    {
        Count = other.Count;
        Missing ??= other.Missing;
        if (Count > 0)
            TakeOverValues(other, runs);
    }

    protected abstract void TakeOverValues(Accumulators other, ReadOnlySpan<PointRun> runs);

    protected abstract void SaveValues(ByteWriter writer);

    protected abstract void RestoreValues(ref ByteReader reader);
}
