using Windrow.Core.Configuration;
using Windrow.Fields.Statistics.Windows;

namespace Windrow.Fields.Statistics;

/// <summary>The mapping <c>options</c> of the <c>statistics</c> action, as multio has it.</summary>
public sealed class StatisticsSettings
{
    public static readonly OptionSet<StatisticsSettings> Set = new OptionSet<StatisticsSettings>("the options of statistics")
        .Flag("use-current-time", static o => o.UseCurrentTime, static (o, v) => o.UseCurrentTime = v, "Take 'date' and 'time' (hhmmss) for the reference time instead of 'startDate' and 'startTime'.")
        .Integer("step-frequency", static o => o.StepFrequency, static (o, v) => o.StepFrequency = v, "How many steps lie between two samples where the metadata do not say. When it is known, a window is emitted with its last sample even if that does not reach its end; in strict-multio-compat it is 1.", min: 1, max: int.MaxValue, example: "6")
        .Integer("time-step", static o => o.TimeStep, static (o, v) => o.TimeStep = v, "Seconds per step where the metadata do not say; steps of GRIB messages are hours.", min: 1, max: int.MaxValue, unit: "s")
        .Flag("initial-condition-present", static o => o.InitialConditionPresent, static (o, v) => o.InitialConditionPresent = v, "The first message of each field is the state before the first window, not a sample.")
        .Choice("window-type", static o => o.WindowType, static (o, v) => o.WindowType = v, "Which end belongs to a window: its end ('forward-offset': the day is 01 to 24 h) or its beginning ('backward-offset': 00 to 23 h).", [("forward-offset", WindowType.ForwardOffset), ("backward-offset", WindowType.BackwardOffset)])
        .Choice("solver-reset-accumulate-fields-every", static o => o.SolverReset, static (o, v) => o.SolverReset = v, "After which period the model starts its accumulations at zero; for the operations that compare with the sample before the window.", [("hour", PeriodUnit.Hour), ("day", PeriodUnit.Day), ("month", PeriodUnit.Month), ("year", PeriodUnit.Year), ("never", PeriodUnit.Never)])
        .Integer("value-count-threshold", static o => o.ValueCountThreshold, static (o, v) => o.ValueCountThreshold = v, "How many samples of a window have to have a value at a point, for average, minimum and maximum; with fewer the point is missing. -1: every one.", min: -1, max: int.MaxValue, example: "12")
        .Flag("read-restart", static o => o.ReadRestart, static (o, v) => o.ReadRestart = v, "Start from restart files. Not in this version.")
        .Flag("write-restart", static o => o.WriteRestart, static (o, v) => o.WriteRestart = v, "Write restart files on flush. Not in this version.")
        .Flag("debug-restart", static o => o.DebugRestart, static (o, v) => o.DebugRestart = v, "Write restart files as text, too. Not in this version.")
        .Text("restart-path", static _ => ".", static (_, _) => { }, "Where restart files are; unused in this version.")
        .Text("restart-prefix", static _ => "StatisticsDump", static (_, _) => { }, "The folder of restart files; unused in this version.")
        .Text("restart-time", static _ => "latest", static (_, _) => { }, "Which restart to read; unused in this version.")
        .Text("restart-lib", static _ => "fstream_io", static (_, _) => { }, "The format of restart files; unused in this version.")
        .Flag("is-client-side", static _ => false, static (_, _) => { }, "multio's; without effect.")
        .Text("log-prefix", static _ => "Plan", static (_, _) => { }, "multio's; without effect.")
        .Check(static (o, report) => o.Resolve(report));

    public bool UseCurrentTime { get; set; }

    /// <summary>Steps between two samples; null when nothing tells.</summary>
    public int? StepFrequency { get; set; }

    /// <summary>Seconds per step.</summary>
    public long TimeStep { get; set; } = 3600;

    public bool InitialConditionPresent { get; set; }

    public WindowType WindowType { get; set; }

    public PeriodUnit SolverReset { get; set; } = PeriodUnit.Month;

    /// <summary>Values that a point needs; below 1 it needs all.</summary>
    public int ValueCountThreshold { get; set; } = -1;

    private bool ReadRestart { get; set; }

    private bool WriteRestart { get; set; }

    private bool DebugRestart { get; set; }

    private void Resolve(OptionReport report)
    {
        foreach (var (name, isOn) in (ReadOnlySpan<(string, bool)>)[("read-restart", ReadRestart), ("write-restart", WriteRestart), ("debug-restart", DebugRestart)])
        {
            if (isOn)
                report.Error(name, $"'{name}' is not in this version: windows are in memory only", "remove it, or write false", Rules.NotYet);
        }

        if (ValueCountThreshold == 0)
            report.Error("value-count-threshold", "a threshold of 0 asks for nothing", "write how many values a point needs, or -1 for all");
    }
}
