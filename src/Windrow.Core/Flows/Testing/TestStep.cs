using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.Flows.Testing;

/// <summary>One step of a test: an item of <c>given</c>. Which kind it is follows from its keys.</summary>
public sealed class TestStep
{
    private static readonly string[] OfMessage = ["metadata", "kind"];
    private static readonly string[] Payloads = ["text", "base64", "file", "values", "constant"];
    private static readonly string[] Contents = ["text", "base64", "file"];

    public static readonly OptionSet<TestStep> Set = new OptionSet<TestStep>("a step of 'given'")
        .Text("source", static o => o.Source, static (o, v) => o.Source = v, "The source that it comes from; not needed where the flow has one.", example: "incoming")
        .Text("plan", static o => o.Plan, static (o, v) => o.Plan = v, "The plan that the message is given to, past the select at its head; without it, it is offered to every plan.", example: "daily")
        .Node("metadata", static (o, v) => o.Metadata = v, "A message comes, with these metadata.", example: "{param: t, step: 6}", schema: TestSchema.Object)
        .Choice("kind", static o => o.MessageKind, static (o, v) => o.MessageKind = v, "What the message is about.", TestMessage.Kinds)
        .Text("text", static o => o.Text, static (o, v) => o.Text = v, "The payload of the message, or the content of the file, as text.")
        .Parsed("base64", static o => null, static (o, v) => o.ReadBytes(v), "The same as bytes, in base64.", example: "R1JJQg==")
        .Text("file", static o => o.File, static (o, v) => o.File = v, "The same from a file, relative to the flow file.", example: "samples/one.grib")
        .Node("values", static (o, v) => o.Values = v, "The values of a field as the payload; null is a missing value.", example: "[273.1, 274.2, null]", schema: TestSchema.Numbers)
        .Number("constant", static o => o.Constant, static (o, v) => o.Constant = v, "A field that has this value at every point.", example: "280")
        .Integer("points", static o => o.Points, static (o, v) => o.Points = v, "How many points that field has.", min: 1, max: 100_000_000)
        .Text("read", static o => o.ReadFile, static (o, v) => o.ReadFile = v, "The messages of this file come, read as GRIB, JSON lines or whatever it is; relative to the flow file.", example: "samples/forecast.grib")
        .Text("drop", static o => o.Drop, static (o, v) => o.Drop = v, "A file appears at this path, as the flow would name it, with the content of 'text', 'base64' or 'file'; the source then reads it by itself.", example: "incoming/ifs_2026010100_006.grib")
        .Flag("run", static o => o.Run, static (o, v) => o.Run = v, "The source itself runs from here on, as a schedule or a generator does.")
        .Duration("advance", static o => o.Advance, static (o, v) => o.Advance = v, "So much time passes; all that falls due meanwhile happens at its time.", example: "10m")
        .Parsed("at", static o => null, static (o, v) => TestTime.Read(v, at => o.At = at), "Time passes until this instant, UTC.", example: "2026-01-01T06:00:00Z")
        .Flag("restart", static o => o.Restart, static (o, v) => o.Restart = v, "The flow is stopped as by SIGTERM, and started again on its state.")
        .Duration("down", static o => o.Down, static (o, v) => o.Down = v, "With 'restart': how long the flow does not run.", example: "45m")
        .ListOf("expect", TestExpectation.Set, static (o, v) => o.Expect = v, "What has to have come by now.")
        .Check(static (o, report) => o.Judge(report));

    public string? Source { get; set; }

    public string? Plan { get; set; }

    public ConfigNode? Metadata { get; set; }

    /// <summary>Null: a field where there are values, else an event.</summary>
    public MessageKind? MessageKind { get; set; }

    public string? Text { get; set; }

    public byte[]? Bytes { get; private set; }

    public string? File { get; set; }

    public ConfigNode? Values { get; set; }

    public double? Constant { get; set; }

    public int Points { get; set; } = 1;

    public string? ReadFile { get; set; }

    public string? Drop { get; set; }

    public bool Run { get; set; }

    public TimeSpan? Advance { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? At { get; set; }

    public bool Restart { get; set; }

    public TimeSpan Down { get; set; }

    public IReadOnlyList<TestExpectation> Expect { get; set; } = [];

    public TestStepKind Kind { get; private set; }

    public SourceLocation Location { get; private set; } = SourceLocation.None;

    private string? ReadBytes(string text)
    {
        try
        {
            Bytes = Convert.FromBase64String(text);
            return null;
        }
        catch (FormatException)
        {
            return "it is not base64";
        }
    }

    private void Judge(OptionReport report)
    {
        Location = report.Mapping.Location;
        var given = report.Mapping.Entries.Select(static entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        (string Key, TestStepKind Kind)[] ways =
        [
            ("read", TestStepKind.Read), ("drop", TestStepKind.Drop), ("run", TestStepKind.Run), ("advance", TestStepKind.Advance),
            ("at", TestStepKind.At), ("restart", TestStepKind.Restart), ("expect", TestStepKind.Expect),
        ];
        var ways2 = ways.Where(way => given.Contains(way.Key)).ToList();
        if (ways2.Count > 1)
        {
            report.Error(ways2[1].Key, $"'{ways2[0].Key}' and '{ways2[1].Key}' are two steps", "write each as an item of its own, in the order in which they happen");
            return;
        }

        Kind = ways2.Count == 1 ? ways2[0].Kind : TestStepKind.Message;
        var takes = Kind switch
        {
            TestStepKind.Message => [.. OfMessage, .. Payloads, "points", "source", "plan"],
            TestStepKind.Drop => [.. Contents, "source"],
            TestStepKind.Read or TestStepKind.Run => ["source"],
            TestStepKind.Restart => ["down"],
            _ => Array.Empty<string>(),
        };
        foreach (var key in given)
        {
            if (!takes.Contains(key) && (ways2.Count == 0 || key != ways2[0].Key))
                report.Error(key, $"'{key}' has no meaning beside '{(ways2.Count == 0 ? "metadata" : ways2[0].Key)}'", "leave it out, or make it a step of its own");
        }

        if (Payloads.Count(given.Contains) > 1)
            report.Error(Payloads.Last(given.Contains), "a message has one payload, a file one content", $"write one of {string.Join(", ", Payloads)}");
        if (Kind == TestStepKind.Message && !OfMessage.Concat(Payloads).Any(given.Contains))
            report.Error("metadata", "the step does nothing", "write 'metadata: {…}' for a message, or one of read, drop, run, advance, at, restart, expect");
        if (Kind == TestStepKind.Drop && !Contents.Any(given.Contains))
            report.Error("drop", "the file has no content", "add 'text: …' or 'file: …'; an empty file is 'text: \"\"'");
        if (Metadata is not null and not MappingNode)
            report.Error("metadata", $"'metadata' is a mapping, this is {Metadata.Describe()}", "write 'metadata: {param: t}'", Rules.WrongType);
        if (Values is not null && (Values is not SequenceNode list || !list.Items.All(static item => item is ScalarNode { AsDouble: not null } or ScalarNode { IsNull: true })))
            report.Error("values", "'values' is a list of numbers and nulls", "write 'values: [1.5, null, 3]'", Rules.WrongType);
    }
}
