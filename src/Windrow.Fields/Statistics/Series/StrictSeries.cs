using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Fields.Statistics.Accumulation;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Statistics.Windows;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Series;

/// <summary>
/// A series with the windows of multio 2.11: the first message fixes them, a window is emitted when the step frequency
/// says that its next sample would be outside, a sample outside is an error, and the input's end emits nothing.
/// </summary>
internal sealed class StrictSeries(StatisticsOptions options, Accumulators accumulators, ProductWriter writer, int points, Precision precision)
    : FieldSeries(options, accumulators, writer, points, precision)
{
    private DateTime _current;

    public override Failure? Take(Message message, in Sample sample, Output output)
    {
        if (Window is not null && Window.Contains(message.Id))
        {
            output.Drop(message);
            return null;
        }

        var window = Window ?? First(sample);
        var current = Window is null ? window.Creation : _current;
        var isInitial = sample.Time == current && Settings.InitialConditionPresent;
        if (!isInitial && sample.Time <= current)
            return Outside(sample, "time goes backwards", window);
        if (!isInitial && (sample.Time <= window.Creation || sample.Time > window.End))
            return Outside(sample, sample.Time > window.End ? "upper bound violation" : "lower bound violation", window);
        if (!TryRead(message, out var values, out var failure))
            return failure;
        var isFirst = Window is null;
        (Window, _current) = (window, sample.Time);
        if (isInitial)
        {
            if (isFirst)
                Initialise(values, sample);
            else
                values.Dispose();
            output.Absorb(message);
            return null;
        }

        Add(message, values, sample);
        var interval = sample.Interval!.Value;
        var next = sample.Time.AddSeconds(interval);
        if (!IsWithin(window, next))
        {
            Emit(message, window.Count * (double)interval, null, output);
            TurnOver();
            ResetInitial(sample.Time);
            Window = new WindowState(window.End, window.End, Options.Period.End(window.End));
            _current = window.End;
        }

        output.Absorb(message);
        return null;
    }

    /// <summary>Windows that are open when the input ends are lost.</summary>
    public override void End(Message flush, Output output)
    {
    }

    protected override void TakeOverOwn(FieldSeries other) => _current = ((StrictSeries)other)._current;

    protected override void SaveOwn(ByteWriter writer) => writer.Int64(_current.Ticks);

    protected override void RestoreOwn(ref ByteReader reader, StoredFormats formats) => _current = reader.Time();

    private WindowState First(in Sample sample)
    {
        var anchor = Settings.InitialConditionPresent ? sample.Time : sample.Previous!.Value;
        var start = Options.Period.Begin(anchor);
        return new WindowState(start, anchor, Options.Period.End(start));
    }

    private void Initialise(in FieldValues values, in Sample sample)
    {
        Begin(values, sample);
        ResetInitial(sample.Time);
    }

    private void ResetInitial(DateTime time)
    {
        if (Settings.SolverReset != PeriodUnit.Never && Period.Floor(time, Settings.SolverReset) == time)
            ForgetInitial();
    }

    private bool IsWithin(WindowState window, DateTime time) => Settings.WindowType == WindowType.ForwardOffset
        ? time > window.Creation && time <= window.End
        : time >= window.Creation && time < window.End;

    private static Failure Outside(in Sample sample, string what, WindowState window) => Failure.Permanent(
        $"{what}: the field is for {TimeText.Format(sample.Time)}, the window goes from {TimeText.Format(window.Creation)} to {TimeText.Format(window.End)}",
        "give the right 'step-frequency' and 'initial-condition-present', or leave 'strict-multio-compat' out: then windows follow from the times of the fields");
}
