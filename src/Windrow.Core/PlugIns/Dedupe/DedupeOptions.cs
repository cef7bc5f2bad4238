using Windrow.Core.Configuration;
using Windrow.Core.Patterns;

namespace Windrow.Core.PlugIns.Dedupe;

/// <summary>Options of the <c>dedupe</c> action.</summary>
public sealed class DedupeOptions
{
    public static readonly OptionSet<DedupeOptions> Set = new OptionSet<DedupeOptions>("dedupe")
        .TextList("key", static o => o.Key, static (o, v) => o.Key = v, "Metadata by whose values messages are the same.", example: "[model, start_time, step]")
        .Parsed("pattern", static o => o.Pattern?.Text, static (o, v) => o.ReadPattern(v), "The same as a text that is composed of metadata.", example: "\"{model}_{start_time:%Y%m%d%H}_{step}\"")
        .Flag("content", static o => o.Content, static (o, v) => o.Content = v, "The content is part of the key: the octets of the payload, of the file, or the values of the field.")
        .Duration("window", static o => o.Window, static (o, v) => o.Window = v, "How long a key is remembered, from when its message was delivered.", min: TimeSpan.FromSeconds(1))
        .Integer("maximum-remembered", static o => o.MaximumRemembered, static (o, v) => o.MaximumRemembered = v, "Keys that are remembered at most; beyond that the oldest are forgotten before their time, which is told in the log.", min: 1, max: 100_000_000)
        .Check(static (o, report) =>
        {
            if (o.Key.Count == 0 && o.Pattern is null && !o.Content)
                report.Error("key", "nothing says by what messages are the same", "add 'key: [path]', 'pattern: \"{…}\"' or 'content: true'", Rules.MissingOption);
        });

    public IReadOnlyList<string> Key { get; set; } = [];

    public FilePattern? Pattern { get; private set; }

    public bool Content { get; set; }

    public TimeSpan Window { get; set; } = TimeSpan.FromDays(1);

    public int MaximumRemembered { get; set; } = 1_000_000;

    private string? ReadPattern(string text)
    {
        try
        {
            Pattern = FilePattern.Parse(text);
            return null;
        }
        catch (PatternException exception)
        {
            return $"at character {exception.Offset + 1}: {exception.Message}";
        }
    }
}
