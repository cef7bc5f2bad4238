using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Lines;

/// <summary>Options of the <c>lines</c> source.</summary>
public sealed class LinesOptions
{
    public static readonly OptionSet<LinesOptions> Set = new OptionSet<LinesOptions>("lines")
        .Text("path", static o => o.Path, static (o, v) => o.Path = v, "File to read; '-' is standard input.", example: "events.jsonl")
        .Choice("kind", static o => o.Kind, static (o, v) => o.Kind = v, "What the messages are about.", Kinds);

    public string Path { get; set; } = "-";

    public MessageKind Kind { get; set; } = MessageKind.Event;

    private static (string, MessageKind)[] Kinds =>
    [
        ("event", MessageKind.Event), ("field", MessageKind.Field), ("file", MessageKind.File), ("dataset", MessageKind.Dataset),
        ("request", MessageKind.Request), ("product", MessageKind.Product), ("notification", MessageKind.Notification),
    ];
}
