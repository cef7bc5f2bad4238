using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Fields.Statistics.Windows;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>Options of the <c>statistics-mtg2</c> action: multio's, and below <c>options</c> our own.</summary>
public sealed class Mtg2StatisticsOptions : StatisticsOptions
{
    public static new readonly OptionSet<Mtg2StatisticsOptions> Set = new OptionSet<Mtg2StatisticsOptions>("statistics-mtg2")
        .Parsed("output-frequency", static o => o.OutputFrequency, static (o, v) => o.ParsePeriod(v), "How long a window is: a number of hours (h), days (d) or months (m) of the calendar.", required: true, example: "1d")
        .Choices("operations", static o => o.Operations, static (o, v) => o.Operations = v, "What is made of the samples of a window; one product each, in this order.", StatisticsOperations.NamesOfMtg2, required: true, example: "[average, maximum]")
        .Nested("options", Mtg2StatisticsSettings.Set, static (o, v) => o.Settings = v, "How samples, windows and products are to be understood.")
        .TextList("key", static o => o.Key, static (o, v) => o.Key = v, "Metadata that tell fields apart besides parameter, level and grid; absent ones count as a value of their own. Add date and time where forecasts of several dates come mixed.", example: "[number, expver, date, time]")
        .Flag("align", static o => o.Align, static (o, v) => o.Align = v, "Windows of several hours or months begin at multiples of their length, counted from midnight or January; otherwise they are counted from the first one.")
        .Choice("partial-windows", static o => o.PartialWindows, static (o, v) => o.PartialWindows = v, "Windows that were not covered from beginning to end, as the last one when a flow ends: emitted with 'complete: false', or dropped.", [("emit", PartialWindows.Emit), ("drop", PartialWindows.Drop)])
        .Integer("maximum-open", static o => o.MaximumOpen, static (o, v) => o.MaximumOpen = v, "Time series at the same time; a message of one more is refused.", min: 1)
        .Flag("strict-multio-compat", static o => o.StrictMultio, static (o, v) => o.StrictMultio = v, "Do as multio 2.11 does, its defects included; the README lists them.")
        .Check(static (o, report) => o.Resolve(report));

    public Mtg2StatisticsOptions()
    {
        Settings = new Mtg2StatisticsSettings();
        Key = ["class", "stream", "type", "expver", "number", "stattype"];
    }

    internal Mtg2StatisticsSettings OwnSettings => (Mtg2StatisticsSettings)Settings;

    internal string DeclarationOfMtg2(bool strict) => string.Create(
        CultureInfo.InvariantCulture,
        $"mtg2, {Declaration(strict)}");
}
