using System.Globalization;
using System.Text.Json;

namespace Windrow.Cli.Reports;

/// <summary>A flow at a glance, as lines of a terminal: rates since the look before, and what waits where for how long.</summary>
internal sealed class StatusFrame
{
    private const int NameWidth = 22;

    private readonly JsonElement _now;
    private readonly JsonElement? _before;
    private readonly double _seconds;
    private readonly DateTimeOffset _time;

    /// <param name="now">What <see cref="StatusReport.Json"/> wrote.</param>
    /// <param name="before">What it wrote some seconds before; null: this is the first look, and there are no rates.</param>
    public StatusFrame(JsonElement now, JsonElement? before, double seconds, DateTimeOffset time)
    {
        _now = now;
        _before = before is { } earlier && earlier.GetProperty("process").GetInt32() == now.GetProperty("process").GetInt32() ? before : null;
        _seconds = seconds;
        _time = time;
    }

    /// <summary>The flow in one line, for a log.</summary>
    public string Line()
    {
        var waiting = _now.GetProperty("plans").EnumerateArray().SelectMany(static plan => plan.GetProperty("stages").EnumerateArray()).Sum(static stage => stage.GetProperty("count").GetInt64());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Clock} {_now.GetProperty("flow").GetString()} {_now.GetProperty("state").GetString()}: accepted {Count(_now, "accepted")}{RateOfCount("accepted")}, open {Count(_now, "open")}, waiting {waiting}, dead {Count(_now, "dead")}");
    }

    /// <summary>All lines, none of them wider than the terminal.</summary>
    public List<string> Lines(int width, int height)
    {
        List<string> lines = [.. Head(), .. Sources(), .. _now.GetProperty("plans").EnumerateArray().SelectMany(Plan)];
        if (lines.Count > height)
        {
            var hidden = lines.Count - (height - 1);
            lines.RemoveRange(height - 1, hidden);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"… {hidden} more lines; 'windrow status' prints them all"));
        }

        return [.. lines.Select(line => line.Length <= width ? line : line[..(width - 1)] + "…")];
    }

    private string Clock => _time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private IEnumerable<string> Head()
    {
        yield return $"{_now.GetProperty("flow").GetString()}: {_now.GetProperty("state").GetString()}, process {_now.GetProperty("process").GetInt32()}, {Clock}";
        yield return "  " + string.Join(", ", _now.GetProperty("counts").EnumerateObject().Where(static entry => entry.Name is "accepted" or "open" or "dead" || entry.Value.GetInt64() > 0)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Name} {entry.Value.GetInt64()}{RateOfCount(entry.Name)}")));
        foreach (var outside in _now.GetProperty("hosts").EnumerateArray().Where(static outside => !outside.GetProperty("reachable").GetBoolean()))
            yield return $"  host {outside.GetProperty("name").GetString()} is left alone until {outside.GetProperty("until").GetString()}: {outside.GetProperty("reason").GetString()}";
    }

    private IEnumerable<string> Sources() => _now.GetProperty("sources").EnumerateArray().Select(static source => string.Create(
        CultureInfo.InvariantCulture,
        $"  source {source.GetProperty("name").GetString(),-NameWidth} open {source.GetProperty("open").GetInt64()}{(source.GetProperty("paused").GetBoolean() ? ", paused" : "")}{(source.GetProperty("ended").GetBoolean() ? ", ended" : "")}"));

    private IEnumerable<string> Plan(JsonElement plan)
    {
        var name = plan.GetProperty("name").GetString();
        yield return $"  plan {$"{name}{(plan.GetProperty("paused").GetBoolean() ? ", paused" : "")}",-(NameWidth - 1)} {"in/s",8} {"out/s",8} {"waiting",8} {"oldest",7} {"retrying",8} {"errors",6}";
        var earlier = _before is { } before ? Named(before.GetProperty("plans"), "name", name) : null;
        foreach (var action in plan.GetProperty("actions").EnumerateArray())
        {
            var path = action.GetProperty("action").GetString();
            var then = earlier is { } known ? Named(known.GetProperty("actions"), "action", path) : null;
            var stage = Named(plan.GetProperty("stages"), "name", $"{name}/{path}");
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"    {path,-NameWidth} {Rate(action, then, "in"),8} {Rate(action, then, "out"),8} {stage?.GetProperty("count").GetInt64(),8} {Age(stage),7} {(action.TryGetProperty("retrying", out var retrying) ? retrying.GetProperty("count").GetInt64() : null),8} {Errors(action),6}");
            foreach (var line in ProgramReport.Lines(_now, $"{name}/{path}"))
                yield return line;
        }
    }

    private static JsonElement? Named(JsonElement list, string key, string? name)
    {
        foreach (var each in list.EnumerateArray())
        {
            if (each.GetProperty(key).GetString() == name)
                return each;
        }

        return null;
    }

    private static long Count(JsonElement status, string name) => status.GetProperty("counts").GetProperty(name).GetInt64();

    // What is open goes up and down, and has no rate.
    private string RateOfCount(string name) => _before is { } before && name != "open" && _seconds > 0
        ? string.Create(CultureInfo.InvariantCulture, $" ({(Count(_now, name) - Count(before, name)) / _seconds:0.0}/s)")
        : "";

    private string Rate(JsonElement action, JsonElement? then, string name) => then is { } before && _seconds > 0
        ? ((action.GetProperty(name).GetInt64() - before.GetProperty(name).GetInt64()) / _seconds).ToString("0.0", CultureInfo.InvariantCulture)
        : "";

    private string Age(JsonElement? stage) => stage is { } known && known.GetProperty("count").GetInt64() > 0 && known.TryGetProperty("oldest", out var oldest) && DateTimeOffset.TryParse(oldest.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        ? Short(_time - at)
        : "";

    private static string Short(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "< 1 s",
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h"),
    };

    private static string Errors(JsonElement action)
    {
        var sum = action.GetProperty("errors").EnumerateObject().Sum(static entry => entry.Value.GetInt64());
        return sum == 0 ? "" : sum.ToString(CultureInfo.InvariantCulture);
    }
}
