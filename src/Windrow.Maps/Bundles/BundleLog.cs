using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Windrow.Maps.Bundles;

/// <summary>
/// What a run told, for <c>log.json</c> of its bundle as arkimaps 1.43 has it. Of so many lines the first are kept, and how many there were more.
/// Safe for several threads.
/// </summary>
public sealed class BundleLog(TimeProvider time)
{
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly List<(DateTimeOffset Time, LogLevel Level, string Name, string Text)> _lines = [];
    private long _more;

    /// <param name="name">The part of the program, or what the line is about.</param>
    public void Add(LogLevel level, string name, string text)
    {
        lock (_lock)
        {
            if (_lines.Count < Most)
                _lines.Add((time.GetUtcNow(), level, name, text));
            else
                _more++;
        }
    }

    internal void Write(Utf8JsonWriter writer)
    {
        lock (_lock)
        {
            if (_more > 0)
            {
                _lines.Add((time.GetUtcNow(), LogLevel.Warning, "windrow", string.Create(CultureInfo.InvariantCulture, $"{_more} more lines were left out")));
                _more = 0;
            }

            writer.WriteStartArray();
            foreach (var (at, level, name, text) in _lines)
            {
                writer.WriteStartObject();
                writer.WriteNumber("ts", (at - DateTimeOffset.UnixEpoch).TotalSeconds);
                writer.WriteNumber("level", Number(level));
                writer.WriteString("msg", text);
                writer.WriteString("name", name);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    // As Python's logging numbers them.
    private static int Number(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => 10,
        LogLevel.Information => 20,
        LogLevel.Warning => 30,
        LogLevel.Error => 40,
        _ => 50,
    };
}
