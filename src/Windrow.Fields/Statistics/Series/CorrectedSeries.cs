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
/// A series whose windows follow from the times of its samples, regular or not. A window ends with the sample that
/// reaches its end; or with the last sample that fits in, when it is known how often they come; or when a later sample
/// shows that it is over; or when the input ends.
/// </summary>
internal class CorrectedSeries(StatisticsOptions options, Accumulators accumulators, ProductWriter writer, int points, Precision precision)
    : FieldSeries(options, accumulators, writer, points, precision)
{
    private WindowState? _before;
    private MessageId _initial;

    public override Failure? Take(Message message, in Sample sample, Output output)
    {
        if (Window is not null)
        {
            if (Window.Contains(message.Id) || (_before?.Contains(message.Id) ?? false) || message.Id == _initial)
            {
                output.Drop(message);
                return null;
            }

            if (Misplaced(sample) is { } misplaced)
                return misplaced;
        }

        if (!TryRead(message, out var values, out var failure))
            return failure;
        if (Window is null)
        {
            Open(sample);
            if (!IsInitialCondition(sample))
                Add(message, values, sample);
            else
                TakeInitialCondition(message, values, sample);
        }
        else
        {
            // A sample behind the window shows that it is over.
            if (!Holds(sample.Time))
                Advance(message, sample.Time, output);
            Add(message, values, sample);
        }

        if (IsOpen && IsLast(sample))
            Advance(message, Window!.End.AddTicks(Settings.WindowType == WindowType.ForwardOffset ? 1 : 0), output);
        output.Absorb(message);
        return null;
    }

    public override void End(Message flush, Output output)
    {
        if (!IsOpen)
            return;
        Close(flush, isOver: IsOverAtEnd, output);

        // Should more samples come after all, they are a part of their own.
        _before = Window;
        Window = new WindowState(Window!.Start, LastTime, Window.End, isFromStart: false);
    }

    protected override void TakeOverOwn(FieldSeries other)
    {
        var from = (CorrectedSeries)other;
        (_before, from._before) = (from._before, null);
        _before?.GoesTo("");
    }

    protected override void SaveOwn(ByteWriter writer)
    {
        Save(writer, _before);
        writer.UInt64(_initial.High);
        writer.UInt64(_initial.Low);
    }

    protected override void RestoreOwn(ref ByteReader reader, StoredFormats formats)
    {
        _before = RestoreWindow(ref reader, formats);
        _initial = new MessageId(reader.UInt64(), reader.UInt64());
    }

    /// <summary>The first sample of all is the state before the first window.</summary>
    protected virtual bool IsInitialCondition(in Sample sample) => Settings.InitialConditionPresent;

    /// <summary>When the input ends: the samples of the open window reach its end.</summary>
    protected virtual bool IsOverAtEnd => false;

    private Failure? Misplaced(in Sample sample)
    {
        if (sample.Time <= LastTime)
        {
            return Failure.Permanent(
                $"time goes backwards: the field is for {TimeText.Format(sample.Time)}, the one before it was for {TimeText.Format(LastTime)}",
                "send the fields of a series in order; where forecasts of several dates or members come mixed, name under 'key' what tells them apart");
        }

        return sample.Time > Window!.Start || Holds(sample.Time)
            ? null
            : Failure.Permanent(
                $"the field is for {TimeText.Format(sample.Time)}, in a window that was emitted when the field for {TimeText.Format(LastTime)} came",
                $"'step-frequency' says that samples are {sample.Interval} s apart; correct it, or leave it out");
    }

    /// <summary>
    /// The row of windows is counted from the reference time, whichever sample comes first. The first window is covered
    /// from the sample before this one, where it is known when that was, else from the reference time.
    /// </summary>
    private void Open(in Sample sample)
    {
        var period = Options.Period;
        var isForecast = sample.Epoch < sample.Time;
        var isInitial = IsInitialCondition(sample);
        var inside = isInitial ? sample.Time : Inside(sample.Time);
        var start = period.StartFor(period.Begin(isForecast ? sample.Epoch : inside), inside, WindowType.BackwardOffset);
        var before = sample.Previous ?? sample.Epoch;
        DateTime? from = isInitial || Settings.WindowType == WindowType.BackwardOffset ? sample.Time
            : before < sample.Time ? before : null;
        Window = new WindowState(start, from > start ? from.Value : start, period.End(start), isFromStart: from <= start);
    }

    // A time on the boundary belongs to the window before it when windows own their end.
    private DateTime Inside(DateTime time) => Settings.WindowType == WindowType.ForwardOffset ? time.AddTicks(-1) : time;

    private void TakeInitialCondition(Message message, in FieldValues values, in Sample sample)
    {
        _initial = message.Id;
        if (Settings.WindowType == WindowType.BackwardOffset)
        {
            // It is the first sample of the window as well.
            values.Field.Add();
            Begin(values, sample);
            Add(message, values, sample);
        }
        else
        {
            Begin(values, sample);
        }

        if (Period.Floor(sample.Time, Settings.SolverReset) == sample.Time && Settings.SolverReset != PeriodUnit.Never)
            ForgetInitial();
    }

    protected bool Holds(DateTime time) => Settings.WindowType == WindowType.ForwardOffset
        ? time > Window!.Start && time <= Window.End
        : time >= Window!.Start && time < Window.End;

    /// <summary>The window may be emitted with this sample of it, as no other will come.</summary>
    protected virtual bool IsLast(in Sample sample)
    {
        if (Settings.WindowType == WindowType.ForwardOffset && sample.Time == Window!.End)
            return true;
        return sample.Interval is { } interval && !Holds(sample.Time.AddSeconds(interval));
    }

    private void Close(Message with, bool isOver, Output output)
    {
        var window = Window!;
        var isComplete = isOver && window.IsFromStart && HasAll(window);
        if (isComplete || Options.PartialWindows == PartialWindows.Emit)
            Emit(with, (window.Last.Time - window.Creation).TotalSeconds, isComplete, output);
        TurnOver();
    }

    /// <summary>Where it is known how often samples come, gaps are seen.</summary>
    protected virtual bool HasAll(WindowState window) =>
        window.Last.Interval is not { } interval || window.Count * interval >= (window.End - window.Creation).TotalSeconds;

    /// <summary>Closes the window and opens the one that holds a time.</summary>
    private void Advance(Message with, DateTime time, Output output)
    {
        if (IsOpen)
            Close(with, isOver: true, output);
        var start = Options.Period.StartFor(Window!.Start, time, Settings.WindowType);
        if (Settings.SolverReset != PeriodUnit.Never && Period.Floor(start, Settings.SolverReset) >= LastTime)
            ForgetInitial();
        _before = Window;
        Window = new WindowState(start, start, Options.Period.End(start));
    }
}
