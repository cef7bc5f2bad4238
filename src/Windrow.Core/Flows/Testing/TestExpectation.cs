using Windrow.Core.Configuration;

namespace Windrow.Core.Flows.Testing;

/// <summary>What a test expects: of the messages at a place, of a file, of dead letters, or of the flow as a whole.</summary>
public sealed class TestExpectation
{
    private static readonly string[] Subjects = ["plan", "file", "dead-letters", "counts", "output"];
    private static readonly string[] OfMessages = ["plan", "action", "messages", "count", "order", "others", "fields", "absolute", "relative"];
    private static readonly string[] OfFile = ["file", "exists", "text", "same-as", "fields", "image", "absolute", "relative", "variable", "pixels", "tolerance"];
    private static readonly string[] OfLetters = ["dead-letters", "plan", "action", "reason"];

    public static readonly OptionSet<TestExpectation> Set = new OptionSet<TestExpectation>("an expectation")
        .Text("plan", static o => o.Plan, static (o, v) => o.Plan = v, "The messages that reached the sinks of this plan.", example: "daily")
        .Text("action", static o => o.Action, static (o, v) => o.Action = v, "Instead, those that reached this action or sink of the plan: its 'name', its type, or its number and type as reports have it.", example: "encode")
        .ListOf("messages", TestMessage.Set, static (o, v) => o.Messages = v, "The messages; each of these is another one, and there are no others.", example: "[{metadata: {t: 25}}]")
        .Integer("count", static o => o.Count, static (o, v) => o.Count = v, "How many messages there are.", min: 0, example: "1")
        .Choice("order", static o => o.Order, static (o, v) => o.Order = v, "'as-written': they came in the order of 'messages'.", [("any", TestOrder.Any), ("as-written", TestOrder.AsWritten)])
        .Flag("others", static o => o.Others, static (o, v) => o.Others = v, "There may be other messages than those of 'messages'.")
        .Integer("dead-letters", static o => o.DeadLetters, static (o, v) => o.DeadLetters = v, "How many dead letters there are, of all or of those that 'plan', 'action' and 'reason' mean. A test without this fails on any dead letter.", min: 0, example: "1")
        .Text("reason", static o => o.Reason, static (o, v) => o.Reason = v, "Why they are dead, in which … stands for anything; the beginning and the end may be left out.", example: "there is no 'param'")
        .Text("file", static o => o.File, static (o, v) => o.File = v, "A file that the flow wrote, by the path that the flow would give it.", example: "products/t_20260101.grib")
        .Flag("exists", static o => o.Exists, static (o, v) => o.Exists = v, "False: there is no such file.")
        .Text("text", static o => o.Text, static (o, v) => o.Text = v, "Its content, in which … stands for anything.")
        .Text("same-as", static o => o.SameAs, static (o, v) => o.SameAs = v, "A golden file that it is equal to, octet by octet; relative to the flow file.", example: "golden/report.json")
        .Text("fields", static o => o.Fields, static (o, v) => o.Fields = v, "A golden file of fields, GRIB or NetCDF: the same fields in the same order, with values that differ by no more than the tolerance, and the same values missing.", example: "golden/daily.grib")
        .Number("absolute", static o => o.Absolute, static (o, v) => o.Absolute = v, "How much values may differ, in their unit; more is allowed where 'relative' allows it.", min: 0)
        .Number("relative", static o => o.Relative, static (o, v) => o.Relative = v, "How much values may differ, as a share of the golden one.", min: 0, example: "1e-6")
        .Text("variable", static o => o.Variable, static (o, v) => o.Variable = v, "Of NetCDF files: the only variable to compare.", example: "t2m")
        .Text("image", static o => o.Image, static (o, v) => o.Image = v, "A golden picture (PNG) of the same size.", example: "golden/map.png")
        .Number("pixels", static o => o.Pixels, static (o, v) => o.Pixels = v, "The share of pixels that may differ from the golden picture, 0 to 1.", min: 0, max: 1, example: "0.001")
        .Integer("tolerance", static o => o.Tolerance, static (o, v) => o.Tolerance = v, "By how much each of red, green, blue and alpha (0 to 255) may differ without the pixel counting as different.", min: 0, max: 255)
        .Map("counts", static o => o.Counts, static (o, v) => o.Counts = v, "What became of the messages that came, as the last line of a run tells it: accepted, delivered, absorbed, stored, dropped, unmatched, dead, open.", example: "{accepted: 2, unmatched: 1}")
        .Text("output", static o => o.Output, static (o, v) => o.Output = v, "What was written to standard output, in which … stands for anything.")
        .Check(static (o, report) => o.Judge(report));

    public string? Plan { get; set; }

    public string? Action { get; set; }

    public IReadOnlyList<TestMessage>? Messages { get; set; }

    public int? Count { get; set; }

    public TestOrder Order { get; set; }

    public bool Others { get; set; }

    public int? DeadLetters { get; set; }

    public string? Reason { get; set; }

    public string? File { get; set; }

    public bool Exists { get; set; } = true;

    public string? Text { get; set; }

    public string? SameAs { get; set; }

    public string? Fields { get; set; }

    public double Absolute { get; set; }

    public double Relative { get; set; }

    public string? Variable { get; set; }

    public string? Image { get; set; }

    public double Pixels { get; set; }

    public int Tolerance { get; set; }

    public IReadOnlyDictionary<string, string>? Counts { get; set; }

    public string? Output { get; set; }

    public SourceLocation Location { get; private set; } = SourceLocation.None;

    private void Judge(OptionReport report)
    {
        Location = report.Mapping.Location;
        string[] takes = this switch
        {
            { DeadLetters: not null } => OfLetters,
            { File: not null } => OfFile,
            { Counts: not null } => ["counts"],
            { Output: not null } => ["output"],
            { Plan: not null } => OfMessages,
            _ => [],
        };
        if (takes.Length == 0)
        {
            report.Error("plan", "the expectation does not say what it is about", $"write one of {string.Join(", ", Subjects)}");
            return;
        }

        foreach (var entry in report.Mapping.Entries)
        {
            if (!takes.Contains(entry.Name))
                report.Error(entry.Name, $"'{entry.Name}' says nothing about '{takes[0]}'", $"beside '{takes[0]}' there may be {string.Join(", ", takes[1..])}");
        }

        if (takes == OfMessages && Messages is null && Count is null && Fields is null)
            report.Error("plan", "nothing is said about the messages", "add 'messages: […]', 'count: 1' or 'fields: golden/NAME.grib'");
        foreach (var (name, value) in Counts ?? new Dictionary<string, string>())
        {
            if (!TestCounts.Names.Contains(name) || !long.TryParse(value, out _))
                report.Error("counts", $"'{name}: {value}' is no count", $"the names are {string.Join(", ", TestCounts.Names)}; each has a whole number");
        }
    }
}
