using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Fields.Domains;
using Windrow.Fields.Statistics.Accumulation;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Series;

/// <summary>The state of one time series: its window, the accumulators of it, and the samples that later ones are compared with.</summary>
internal abstract class FieldSeries(StatisticsOptions options, Accumulators accumulators, ProductWriter writer, int points, Precision precision)
{
    private readonly bool _keepsLast = options.Operations.Any(static operation => operation.NeedsLast());

    public int Points => points;

    public Precision Precision => precision;

    /// <summary>Taken while a message of the series is worked on.</summary>
    public Lock Turn { get; } = new();

    /// <summary>True while something is held that later samples need.</summary>
    public bool HoldsState => IsOpen || Initial is not null;

    /// <summary>True while the window holds samples.</summary>
    protected bool IsOpen => accumulators.Count > 0;

    protected StatisticsOptions Options => options;

    protected StatisticsSettings Settings => options.Settings;

    protected WindowState? Window { get; set; }

    /// <summary>The time of the latest message, initial condition included.</summary>
    public DateTime LastTime { get; protected set; }

    /// <summary>The domain of the samples; empty when they name none, null when none has come since a start.</summary>
    public string? Domain { get; set; }

    /// <summary>True: there is something that no restart file has.</summary>
    public bool IsRestartDue { get; set; }

    private FieldValues? Last { get; set; }

    private FieldValues? Initial { get; set; }

    /// <summary>Takes a message in, and emits the products of windows that end with it. On failure nothing has changed.</summary>
    public abstract Failure? Take(Message message, in Sample sample, Output output);

    /// <summary>Emits what is open at the end of the input. The flush is what the products are emitted with.</summary>
    public abstract void End(Message flush, Output output);

    /// <summary>True: there is something that no checkpoint has saved.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Writes everything that later samples need.</summary>
    public void Save(ByteWriter writer)
    {
        writer.Int64(LastTime.Ticks);
        Save(writer, Window);
        Save(writer, Last);
        Save(writer, Initial);
        accumulators.Save(writer);
        SaveOwn(writer);
    }

    /// <summary>Takes over what a series of the same options wrote.</summary>
    /// <exception cref="CorruptDataException">It is not that.</exception>
    public void Restore(ref ByteReader reader, StoredFormats formats)
    {
        LastTime = reader.Time();
        Window = RestoreWindow(ref reader, formats);
        Last = RestoreValues(ref reader);
        Initial = RestoreValues(ref reader);
        accumulators.Restore(ref reader);
        RestoreOwn(ref reader, formats);
        if (!reader.IsAtEnd)
            throw new CorruptDataException("more than a time series");
    }

    /// <summary>Takes over points of another share of the same field; the first one gives the window too, and is of no use any more.</summary>
    /// <param name="runs">From the other's points to the own; points that no call names are zero.</param>
    /// <returns>False: the two are not at the same point of the same window.</returns>
    public bool TryTakeOver(FieldSeries other, ReadOnlySpan<PointRun> runs, bool isFirst, string client)
    {
        if (isFirst)
        {
            (Window, LastTime) = (other.Window, other.LastTime);
            (other.Window, other.LastTime) = (null, default);
            Window?.GoesTo(client);
            TakeOverOwn(other);
        }
        else if (LastTime != other.LastTime || accumulators.Count != other.Samples.Count || (Window is null) != (other.Window is null) || (Window is not null && !Window.Agrees(other.Window!))
            || (Last is null) != (other.Last is null) || (Initial is null) != (other.Initial is null))
        {
            return false;
        }

        accumulators.TakeOver(other.Samples, runs);
        Last = TakeOver(Last, other.Last, runs);
        Initial = TakeOver(Initial, other.Initial, runs);
        return true;
    }

    private Accumulators Samples => accumulators;

    private FieldValues? TakeOver(FieldValues? own, FieldValues? other, ReadOnlySpan<PointRun> runs)
    {
        var field = own?.Field;
        SharedPoints.Copy(other?.Field, ref field, points, runs);
        return field is null ? null : new FieldValues(field, own?.Missing ?? other?.Missing);
    }

    /// <summary>Takes over what only this kind of series has, but no points.</summary>
    protected abstract void TakeOverOwn(FieldSeries other);

    protected static void Save(ByteWriter writer, WindowState? window)
    {
        writer.Flag(window is not null);
        window?.Save(writer);
    }

    protected static WindowState? RestoreWindow(ref ByteReader reader, StoredFormats formats) => reader.Flag() ? WindowState.Restore(ref reader, formats) : null;

    protected abstract void SaveOwn(ByteWriter writer);

    protected abstract void RestoreOwn(ref ByteReader reader, StoredFormats formats);

    /// <summary>Gives all memory back.</summary>
    public void Release()
    {
        accumulators.Reset();
        Window?.Release();
        Last?.Dispose();
        Initial?.Dispose();
        (Last, Initial) = (null, null);
    }

    protected bool TryRead(Message message, out FieldValues values, out Failure? failure)
    {
        if (!MessageValues.TryRead(message, out values, out failure))
            return false;
        if (values.Field.Count == points && values.Field.Precision == precision)
            return true;
        failure = Failure.Permanent(
            $"the field has {values.Field.Count} points in {values.Field.Precision} precision where those before it had {points} in {precision}",
            "name under 'key' the metadata that tell the two fields apart");
        values.Dispose();
        return false;
    }

    /// <summary>Takes the state before the first window; the values become the series' own.</summary>
    protected void Begin(in FieldValues values, in Sample sample)
    {
        LastTime = sample.Time;
        Keep(values);
        TurnOver();
    }

    /// <summary>Takes a sample into the open window; the values become the series' own.</summary>
    protected void Add(Message message, in FieldValues values, in Sample sample)
    {
        accumulators.Add(values);
        Window!.Add(message, sample, LastTime);
        LastTime = sample.Time;
        Keep(values);
    }

    /// <summary>Emits the products of the open window and turns to the next.</summary>
    /// <param name="with">The message at hand, whose delivery the products owe to.</param>
    protected void Emit(Message with, double seconds, bool? isComplete, Output output)
    {
        foreach (var operation in options.Operations)
        {
            var product = accumulators.Finish(operation, Last, Initial, seconds);
            writer.Emit(with, Window!, operation, product, accumulators.Missing ?? Initial?.Missing, isComplete, output);
        }
    }

    /// <summary>Forgets the window's samples; its last one is what the next window is compared with.</summary>
    protected void TurnOver()
    {
        accumulators.Reset();
        Window?.Release();
        Initial?.Dispose();
        Initial = Last;
        Last = null;
    }

    /// <summary>The model's accumulations begin at zero with the next window, so there is nothing to compare with.</summary>
    protected void ForgetInitial()
    {
        Initial?.Dispose();
        Initial = null;
    }

    private static void Save(ByteWriter writer, FieldValues? values)
    {
        writer.Flag(values is not null);
        if (values is not { } known)
            return;
        writer.Flag(known.Missing is not null);
        writer.Double(known.Missing ?? 0);
        if (known.Field.Precision == Precision.Double)
            writer.Values<double>(known.Field.Doubles);
        else
            writer.Values<float>(known.Field.Singles);
    }

    private FieldValues? RestoreValues(ref ByteReader reader)
    {
        if (!reader.Flag())
            return null;
        var hasMissing = reader.Flag();
        var missing = reader.Double();
        var field = FieldPayload.Rent(precision, points);
        if (precision == Precision.Double)
            reader.Values(field.Doubles);
        else
            reader.Values(field.Singles);
        return new FieldValues(field, hasMissing ? missing : null);
    }

    private void Keep(FieldValues values)
    {
        Last?.Dispose();
        Last = null;
        if (_keepsLast)
            Last = values;
        else
            values.Dispose();
    }
}
