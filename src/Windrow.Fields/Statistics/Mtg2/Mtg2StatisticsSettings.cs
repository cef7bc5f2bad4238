using Windrow.Core.Configuration;
using Windrow.Fields.Statistics.Windows;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>The mapping <c>options</c> of the <c>statistics-mtg2</c> action, as multio has it.</summary>
public sealed class Mtg2StatisticsSettings : StatisticsSettings
{
    private static readonly (string, OutputTimeReference)[] References =
        [("by-stream", OutputTimeReference.ByStream), ("start-of-forecast", OutputTimeReference.StartOfForecast), ("start-of-window", OutputTimeReference.StartOfWindow)];

    public static new readonly OptionSet<Mtg2StatisticsSettings> Set = new OptionSet<Mtg2StatisticsSettings>("the options of statistics-mtg2")
        .Flag("initial-condition-present", static o => o.InitialConditionPresent, static (o, v) => o.InitialConditionPresent = v, "The first message of each field is the state before the first window, not a sample.")
        .Choice("window-type", static o => o.WindowType, static (o, v) => o.WindowType = v, "Which end belongs to a window: its end ('forward-offset': the day is 01 to 24 h) or its beginning ('backward-offset': 00 to 23 h).", [("forward-offset", WindowType.ForwardOffset), ("backward-offset", WindowType.BackwardOffset)])
        .Integer("value-count-threshold", static o => o.ValueCountThreshold, static (o, v) => o.ValueCountThreshold = v, "How many samples of a window have to have a value at a point, for average, minimum, maximum and stddev; with fewer the point is missing. -1: every one.", min: -1, max: int.MaxValue, example: "12")
        .Flag("disable-strict-mapping", static o => o.DisableStrictMapping, static (o, v) => o.DisableStrictMapping = v, "Let a parameter keep its number where the table has none for the statistic of it; otherwise the message fails.")
        .Flag("disable-squashing", static o => o.DisableSquashing, static (o, v) => o.DisableSquashing = v, "Give the mean of means, the maximum of maxima and the like a 'stattype' of its own, instead of a longer 'timespan'.")
        .Map("set-metadata", static o => o.SetMetadata, static (o, v) => o.SetMetadata = v, "Metadata that every product gets.", example: "{stream: clmn}")
        .Choice("output-time-reference", static o => o.TimeReference, static (o, v) => o.TimeReference = v, "What date, time and step of a product are counted from; by-stream: from the beginning of the window for the streams clmn and clte, else from that of the forecast.", References)
        .Flag("read-restart", static o => o.ReadRestart, static (o, v) => o.ReadRestart = v, "Go on with the windows of an earlier run: each series takes its state from the restart when its first field comes. The number of clients may be another.")
        .Flag("write-restart", static o => o.WriteRestart, static (o, v) => o.WriteRestart = v, "Write open windows to a restart file on a flush whose flushKind is step-and-restart.")
        .Flag("debug-restart", static o => o.DebugRestart, static (o, v) => o.DebugRestart = v, "For multio; without effect.")
        .Text("restart-path", static o => o.RestartPath, static (o, v) => o.RestartPath = v, "Where restart folders are.", example: "restart")
        .Text("restart-prefix", static o => o.RestartPrefix, static (o, v) => o.RestartPrefix = v, "The folder below 'restart-path' of this action's restarts; each action has one of its own.", example: "daily")
        .Text("restart-time", static o => o.RestartTime, static (o, v) => o.RestartTime = v, "Which restart to read: yyyymmdd-hhmmss, or the one that was written last.", example: "20260131-120000")
        .Text("restart-lib", static _ => "fstream_io", static (_, _) => { }, "For multio; without effect: restart files have a format of their own, and those of multio are not read.")
        .Text("log-prefix", static _ => "Plan", static (_, _) => { }, "For multio; without effect.")
        .Check(static (o, report) => o.Resolve(report));

    // Sums since the beginning of the forecast are not reset by any model of this generation.
    public Mtg2StatisticsSettings() => SolverReset = PeriodUnit.Never;

    public bool DisableStrictMapping { get; set; }

    public bool DisableSquashing { get; set; }

    public IReadOnlyDictionary<string, string> SetMetadata { get; set; } = new Dictionary<string, string>();

    public OutputTimeReference TimeReference { get; set; }
}
