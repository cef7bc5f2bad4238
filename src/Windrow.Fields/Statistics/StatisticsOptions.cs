using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Statistics.Windows;

namespace Windrow.Fields.Statistics;

/// <summary>Options of the <c>statistics</c> action: multio's, and below <c>mapping-param</c> our own.</summary>
public class StatisticsOptions
{
    private const int FixedKeys = 6;

    public static readonly OptionSet<StatisticsOptions> Set = new OptionSet<StatisticsOptions>("statistics")
        .Parsed("output-frequency", static o => o.OutputFrequency, static (o, v) => o.ParsePeriod(v), "How long a window is: a number of hours (h), days (d) or months (m) of the calendar.", required: true, example: "1d")
        .Choices("operations", static o => o.Operations, static (o, v) => o.Operations = v, "What is made of the samples of a window; one product each, in this order.", StatisticsOperations.Names, required: true, example: "[average, maximum]")
        .Nested("options", StatisticsSettings.Set, static (o, v) => o.Settings = v, "How samples and windows are to be understood.")
        .ListOf("mapping-param", ParamMappingOptions.Set, static (o, v) => o.Mappings = v, "Other parameters for the products, such as 228004 for the mean of 167.")
        .TextList("key", static o => o.Key, static (o, v) => o.Key = v, "Metadata that tell fields apart besides parameter, level and grid; absent ones count as a value of their own. Add date and time where forecasts of several dates come mixed.", example: "[number, expver, date, time]")
        .Flag("align", static o => o.Align, static (o, v) => o.Align = v, "Windows of several hours or months begin at multiples of their length, counted from midnight or January; otherwise they are counted from the first one.")
        .Choice("partial-windows", static o => o.PartialWindows, static (o, v) => o.PartialWindows = v, "Windows that were not covered from beginning to end, as the last one when a flow ends: emitted with 'complete: false', or dropped.", [("emit", PartialWindows.Emit), ("drop", PartialWindows.Drop)])
        .Integer("maximum-open", static o => o.MaximumOpen, static (o, v) => o.MaximumOpen = v, "Time series at the same time; a message of one more is refused.", min: 1)
        .Flag("strict-multio-compat", static o => o.StrictMultio, static (o, v) => o.StrictMultio = v, "Do as multio 2.11 does, its defects included; the README lists them.")
        .Check(static (o, report) => o.Resolve(report));

    /// <summary>As written.</summary>
    public string? OutputFrequency { get; private set; }

    public IReadOnlyList<StatisticsOperation> Operations { get; set; } = [];

    public StatisticsSettings Settings { get; set; } = new();

    public IReadOnlyList<ParamMappingOptions> Mappings { get; set; } = [];

    public IReadOnlyList<string> Key { get; set; } = ["class", "stream", "type", "expver", "number"];

    public bool Align { get; set; }

    public PartialWindows PartialWindows { get; set; }

    public int MaximumOpen { get; set; } = 10_000;

    public bool StrictMultio { get; set; }

    public Period Period { get; private set; }

    /// <summary>What a restart depends on, as text: it is read only under the same.</summary>
    internal string Declaration(bool strict) => string.Create(
        CultureInfo.InvariantCulture,
        $"output-frequency {OutputFrequency}, operations {string.Join('+', Operations.Select(static operation => operation.NameOf()))}, {Settings.WindowType}, initial-condition-present {Settings.InitialConditionPresent}, solver-reset {Settings.SolverReset}, value-count-threshold {Settings.ValueCountThreshold}, align {Align}, key {string.Join('+', Key)}, strict {strict}");

    private protected string? ParsePeriod(string text)
    {
        if (!Period.TryParse(text, out var period))
            return $"it is {Period.Form}";
        (OutputFrequency, Period) = (text, period);
        return null;
    }

    private protected void Resolve(OptionReport report)
    {
        if (Operations.Count == 0)
            report.Error("operations", "no operation is named", "write 'operations: [average]'");
        if (Operations.Distinct().Count() < Operations.Count)
            report.Error("operations", "an operation is named twice", "name each once");
        foreach (var operation in Operations)
        {
            if (operation.NeedsInitialCondition() && !Settings.InitialConditionPresent)
                report.Error("operations", $"'{operation.NameOf()}' compares with the state before the first window", "set 'initial-condition-present: true' under 'options', and send that state first (step 0)");
        }

        if (Key.Count > SeriesKey.Most - FixedKeys)
            report.Error("key", $"more than {SeriesKey.Most - FixedKeys} keys", "leave out those that never differ");
        if (Align && !(Period.Count == 1 || (Period.Unit == PeriodUnit.Hour && 24 % Period.Count == 0) || (Period.Unit == PeriodUnit.Month && 12 % Period.Count == 0)))
            report.Error("align", $"windows of {OutputFrequency} cannot be aligned", "hours have to divide 24, months 12, and days are aligned one by one");
        Period = Period with { IsAligned = Align };
    }
}
