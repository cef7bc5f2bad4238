using Windrow.Core.Payloads;
using Windrow.Fields.Statistics.Accumulation;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Statistics.Series;
using Windrow.Fields.Statistics.Windows;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>A series whose windows are emitted when the first sample behind them comes, or when the input ends. The first window begins a timespan before its first sample.</summary>
internal sealed class Mtg2Series(StatisticsOptions options, Accumulators accumulators, ProductWriter writer, int points, Precision precision)
    : CorrectedSeries(options, accumulators, writer, points, precision)
{
    /// <summary>
    /// A state at the very beginning of the first window belongs to no window that owns its end, even where no initial condition
    /// was announced.
    /// </summary>
    protected override bool IsInitialCondition(in Sample sample) =>
        Settings.InitialConditionPresent
        || (Settings.WindowType == WindowType.ForwardOffset && sample.Interval is null && sample.Time == sample.Epoch && Options.Period.Begin(sample.Time) == sample.Time);

    protected override bool IsLast(in Sample sample) => false;

    protected override bool IsOverAtEnd => Window is { } window && (Settings.WindowType == WindowType.ForwardOffset
        ? window.Last.Time == window.End
        : window.Last.Interval is { } span ? window.Last.Time.AddSeconds(span) >= window.End : !Holds(window.Last.Time + (window.Last.Time - window.LastButOne)));

    // A timespan is how long a sample is for, not how often they come.
    protected override bool HasAll(WindowState window) => true;
}
