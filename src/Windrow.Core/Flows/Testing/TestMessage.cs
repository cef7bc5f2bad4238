using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.Flows.Testing;

/// <summary>A message as a test expects it: what is not said of it may be anything.</summary>
public sealed class TestMessage
{
    public static readonly (string, MessageKind)[] Kinds =
    [
        ("event", MessageKind.Event), ("field", MessageKind.Field), ("file", MessageKind.File), ("dataset", MessageKind.Dataset), ("request", MessageKind.Request),
        ("product", MessageKind.Product), ("notification", MessageKind.Notification), ("domain", MessageKind.Domain), ("mask", MessageKind.Mask), ("parametrization", MessageKind.Parametrization),
    ];

    public static readonly OptionSet<TestMessage> Set = new OptionSet<TestMessage>("a message")
        .Node("metadata", static (o, v) => o.Metadata = v as MappingNode, "Values that it has, among others. null: it has no such key. In texts … stands for anything.", example: "{param: t}", schema: TestSchema.Object)
        .Choice("kind", static o => o.Kind, static (o, v) => o.Kind = v, "What it is about.", Kinds)
        .Text("text", static o => o.Text, static (o, v) => o.Text = v, "Its payload as text, in which … stands for anything.")
        .Node("values", static (o, v) => o.Values = v as SequenceNode, "The values of its field; null is a missing value. They may differ by 'absolute' and 'relative'.", example: "[273.1, null]", schema: TestSchema.Numbers)
        .Parsed("at", static o => null, static (o, v) => TestTime.Read(v, at => o.At = at), "When it came, by the clock of the test, to the second.", example: "2026-01-01T00:10:00Z")
        .Check(static (o, report) => o.Location = report.Mapping.Location);

    public MappingNode? Metadata { get; set; }

    public MessageKind? Kind { get; set; }

    public string? Text { get; set; }

    public SequenceNode? Values { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? At { get; set; }

    public SourceLocation Location { get; private set; } = SourceLocation.None;
}
