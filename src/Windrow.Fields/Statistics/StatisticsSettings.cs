using Windrow.Core.Configuration;
using Windrow.Fields.Statistics.Restart;
using Windrow.Fields.Statistics.Windows;

namespace Windrow.Fields.Statistics;

/// <summary>The mapping <c>options</c> of the <c>statistics</c> action, as multio has it.</summary>
public class StatisticsSettings
{
    public static readonly OptionSet<StatisticsSettings> Set = new OptionSet<StatisticsSettings>("the options of statistics")
        .Flag("use-current-time", static o => o.UseCurrentTime, static (o, v) => o.UseCurrentTime = v, "Take 'date' and 'time' (hhmmss) for the reference time instead of 'startDate' and 'startTime'.")
        .Integer("step-frequency", static o => o.StepFrequency, static (o, v) => o.StepFrequency = v, "How many steps lie between two samples where the metadata do not say. When it is known, a window is emitted with its last sample even if that does not reach its end; in strict-multio-compat it is 1.", min: 1, max: int.MaxValue, example: "6")
        .Integer("time-step", static o => o.TimeStep, static (o, v) => o.TimeStep = v, "Seconds per step where the metadata do not say; steps of GRIB messages are hours.", min: 1, max: int.MaxValue, unit: "s")
        .Flag("initial-condition-present", static o => o.InitialConditionPresent, static (o, v) => o.InitialConditionPresent = v, "The first message of each field is the state before the first window, not a sample.")
        .Choice("window-type", static o => o.WindowType, static (o, v) => o.WindowType = v, "Which end belongs to a window: its end ('forward-offset': the day is 01 to 24 h) or its beginning ('backward-offset': 00 to 23 h).", [("forward-offset", WindowType.ForwardOffset), ("backward-offset", WindowType.BackwardOffset)])
        .Choice("solver-reset-accumulate-fields-every", static o => o.SolverReset, static (o, v) => o.SolverReset = v, "After which period the model starts its accumulations at zero; for the operations that compare with the sample before the window.", [("hour", PeriodUnit.Hour), ("day", PeriodUnit.Day), ("month", PeriodUnit.Month), ("year", PeriodUnit.Year), ("never", PeriodUnit.Never)])
        .Integer("value-count-threshold", static o => o.ValueCountThreshold, static (o, v) => o.ValueCountThreshold = v, "How many samples of a window have to have a value at a point, for average, minimum and maximum; with fewer the point is missing. -1: every one.", min: -1, max: int.MaxValue, example: "12")
        .Flag("read-restart", static o => o.ReadRestart, static (o, v) => o.ReadRestart = v, "Go on with the windows of an earlier run: each series takes its state from the restart when its first field comes. The number of clients may be another.")
        .Flag("write-restart", static o => o.WriteRestart, static (o, v) => o.WriteRestart = v, "Write open windows to a restart file on a flush whose flushKind is step-and-restart, last-step, end-of-simulation or close-connection. Windows that are open at the end are then not emitted: the next run goes on with them.")
        .Flag("debug-restart", static o => o.DebugRestart, static (o, v) => o.DebugRestart = v, "For multio; without effect.")
        .Text("restart-path", static o => o.RestartPath, static (o, v) => o.RestartPath = v, "Where restart folders are.", example: "restart")
        .Text("restart-prefix", static o => o.RestartPrefix, static (o, v) => o.RestartPrefix = v, "The folder below 'restart-path' of this action's restarts; each action has one of its own.", example: "ocean-daily")
        .Text("restart-time", static o => o.RestartTime, static (o, v) => o.RestartTime = v, "Which restart to read: yyyymmdd-hhmmss, or the one that was written last.", example: "20260131-120000")
        .Text("restart-lib", static _ => "fstream_io", static (_, _) => { }, "For multio; without effect: restart files have a format of their own, and those of multio are not read.")
        .Flag("is-client-side", static _ => false, static (_, _) => { }, "For multio; without effect.")
        .Text("log-prefix", static _ => "Plan", static (_, _) => { }, "For multio; without effect.")
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

    public bool ReadRestart { get; set; }

    public bool WriteRestart { get; set; }

    public string RestartPath { get; set; } = ".";

    public string RestartPrefix { get; set; } = "StatisticsDump";

    /// <summary><c>latest</c> or yyyymmdd-hhmmss.</summary>
    public string RestartTime { get; set; } = RestartFolder.Latest;

    private protected bool DebugRestart { get; set; }

    private protected void Resolve(OptionReport report)
    {
        if (DebugRestart)
            report.Warning("debug-restart", "'debug-restart' is without effect", "remove it; 'windrow state' shows what is open");
        if (RestartTime != RestartFolder.Latest && !RestartFolder.IsTime(RestartTime))
            report.Error("restart-time", $"'{RestartTime}' is no time of a restart", "write yyyymmdd-hhmmss, such as 20260131-120000, or latest");
        if (RestartPrefix.Length == 0 || RestartPrefix.Split('/').Contains(".."))
            report.Error("restart-prefix", $"'{RestartPrefix}' is no folder below 'restart-path'", "write a name, such as ocean-daily");
        if (ValueCountThreshold == 0)
            report.Error("value-count-threshold", "a threshold of 0 asks for nothing", "write how many values a point needs, or -1 for all");
    }
}
