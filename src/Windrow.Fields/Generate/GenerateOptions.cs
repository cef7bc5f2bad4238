using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;

namespace Windrow.Fields.Generate;

/// <summary>Options of the <c>generate</c> source.</summary>
public sealed class GenerateOptions
{
    private const int MostSteps = 1_000_000;
    private const long MostPoints = 200_000_000;

    public static readonly OptionSet<GenerateOptions> Set = new OptionSet<GenerateOptions>("generate")
        .TextList("params", static o => o.Params, static (o, v) => o.Params = v, "Short names of the parameters: " + string.Join(", ", GeneratedParam.All.Select(static param => param.ShortName)) + ".", example: "[2t, tp]")
        .TextList("levels", static o => o.LevelTexts, static (o, v) => o.LevelTexts = v, "Pressure levels in hPa, for the parameters that are on levels.", example: "[500, 850]")
        .Parsed("start", static o => TimeText.Format(o.Start), static (o, v) => o.ParseStart(v), "The reference time, UTC.", example: "2026-11-20T00:00:00Z")
        .Parsed("steps", static o => o.StepsText, static (o, v) => o.ParseSteps(v), "Steps in hours: a list with commas, or first/to/last/by/increment as in MARS.", example: "0/to/240/by/1")
        .Integer("nx", static o => o.Nx, static (o, v) => o.Nx = v, "Points along a parallel.", min: 1, max: 1_000_000)
        .Integer("ny", static o => o.Ny, static (o, v) => o.Ny = v, "Points along a meridian.", min: 1, max: 1_000_000)
        .Number("north", static o => o.North, static (o, v) => o.North = v, "Latitude of the first row.", unit: "degrees", example: "60")
        .Number("south", static o => o.South, static (o, v) => o.South = v, "Latitude of the last row.", unit: "degrees", example: "30")
        .Number("west", static o => o.West, static (o, v) => o.West = v, "Longitude of the first column.", unit: "degrees east", example: "-10")
        .Number("east", static o => o.East, static (o, v) => o.East = v, "Longitude of the last column; for the whole globe it is one column short of the first.", unit: "degrees east", example: "30")
        .Choice("precision", static o => o.Precision, static (o, v) => o.Precision = v, "Of the values in memory.", [("double", Precision.Double), ("single", Precision.Single)])
        .Choice("weather", static o => o.Weather, static (o, v) => o.Weather = v, "'waves' travel around the whole globe; 'storm' has lows with fronts, of which one crosses Europe.", [("waves", WeatherKind.Waves), ("storm", WeatherKind.Storm)])
        .Integer("seed", static o => o.Seed, static (o, v) => o.Seed = v, "Other seeds give other waves.")
        .Check(static (o, report) => o.Resolve(report));

    public IReadOnlyList<string> Params { get; set; } = ["2t"];

    /// <summary>In hPa.</summary>
    public IReadOnlyList<long> Levels { get; private set; } = [];

    /// <summary>The reference time, UTC.</summary>
    public DateTime Start { get; private set; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>In hours.</summary>
    public IReadOnlyList<long> Steps { get; private set; } = [.. Enumerable.Range(0, 25).Select(static step => (long)step)];

    public int Nx { get; set; } = 360;

    public int Ny { get; set; } = 181;

    public double North { get; set; } = 90;

    public double South { get; set; } = -90;

    public double West { get; set; }

    public double? East { get; set; }

    public Precision Precision { get; set; }

    public WeatherKind Weather { get; set; }

    public long Seed { get; set; } = 1;

    internal IReadOnlyList<GeneratedParam> Known { get; private set; } = [GeneratedParam.All[0]];

    /// <summary>Degrees between columns.</summary>
    internal double Dx => Nx == 1 ? 0 : ((East ?? (West + 360 - (360.0 / Nx))) - West) / (Nx - 1);

    /// <summary>Degrees between rows.</summary>
    internal double Dy => Ny == 1 ? 0 : (North - South) / (Ny - 1);

    private IReadOnlyList<string> LevelTexts { get; set; } = ["500", "850"];

    private string StepsText { get; set; } = "0/to/24/by/1";

    private string? ParseStart(string text)
    {
        if (!TimeText.TryParse(text, out var start) || start.Year is < 1900 or > 2500 || start.Ticks % TimeSpan.TicksPerMinute != 0)
            return "it is a time to the minute between 1900 and 2500, such as 2026-11-20T00:00:00Z";
        Start = start;
        return null;
    }

    private string? ParseSteps(string text)
    {
        const string Form = "write hours as 0,6,12 or as 0/to/240/by/6";
        var parts = text.Split('/', StringSplitOptions.TrimEntries);
        if (parts is [_, "to", _] or [_, "to", _, "by", _])
        {
            if (!TryHours(parts[0], out var from) || !TryHours(parts[2], out var to) || !TryHours(parts.Length == 5 ? parts[4] : "1", out var by) || by == 0 || to < from || (to - from) / by >= MostSteps)
                return Form;
            Steps = [.. Enumerable.Range(0, (int)((to - from) / by) + 1).Select(i => from + (i * by))];
        }
        else
        {
            var steps = new List<long>();
            foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
            {
                if (!TryHours(part, out var step) || (steps.Count > 0 && step <= steps[^1]))
                    return steps.Count > 0 ? "steps have to rise; " + Form : Form;
                steps.Add(step);
            }

            Steps = steps;
        }

        StepsText = text;
        return null;
    }

    private static bool TryHours(string text, out long hours) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out hours) && hours <= 10_000_000;

    private void Resolve(OptionReport report)
    {
        var known = new List<GeneratedParam>();
        foreach (var name in Params)
        {
            if (GeneratedParam.All.FirstOrDefault(param => param.ShortName == name) is { } param)
                known.Add(param);
            else
                report.Error("params", $"'{name}' cannot be generated", "write one of " + string.Join(", ", GeneratedParam.All.Select(static one => one.ShortName)), Rules.UnknownChoice);
        }

        Known = known;
        var levels = new List<long>();
        foreach (var text in LevelTexts)
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is > 0 and <= 1100)
                levels.Add(level);
            else
                report.Error("levels", $"'{text}' is no pressure level", "write whole numbers of hPa from 1 to 1100", Rules.BadText);
        }

        Levels = levels;
        if (Params.Count == 0)
            report.Error("params", "no parameter is named", "write 'params: [2t]'");
        if (North is > 90 or < -90 || South is > 90 or < -90 || North < South || (Ny > 1 && North == South))
            report.Error("north", $"the area from {North} to {South} degrees has no rows", "'north' and 'south' are between -90 and 90, north above south", Rules.OutOfRange);
        if (West is < -360 or > 360 || East is < -360 or > 360 || (Nx > 1 && East <= West) || East - West > 360)
            report.Error("west", $"the area from {West} to {East} degrees east has no columns", "'east' is greater than 'west' by up to 360 degrees", Rules.OutOfRange);
        if ((long)Nx * Ny > MostPoints)
            report.Error("nx", $"{Nx} times {Ny} points are more than {MostPoints}", "generate a smaller grid", Rules.OutOfRange);
    }
}
