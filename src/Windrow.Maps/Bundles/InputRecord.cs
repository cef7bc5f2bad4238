using System.Text.Json;

namespace Windrow.Maps.Bundles;

/// <summary>Which recipes used which inputs, and what computing them took, for <c>inputs.json</c> of a bundle as arkimaps 1.43 has it. For one thread.</summary>
/// <param name="time">By which computations are timed.</param>
public sealed class InputRecord(TimeProvider time)
{
    private readonly SortedDictionary<string, (SortedSet<string> UsedBy, List<(TimeSpan Duration, string What)> Computations)> _inputs = new(StringComparer.Ordinal);

    /// <summary>A recipe has orders that draw the input.</summary>
    internal void Use(string input, string recipe) => Of(input).UsedBy.Add(recipe);

    /// <summary>When a computation begins.</summary>
    internal long Now => time.GetTimestamp();

    /// <summary>A result of the input was computed.</summary>
    /// <param name="start"><see cref="Now"/> as it was when that began.</param>
    internal void Compute(string input, long start, string what) => Of(input).Computations.Add((time.GetElapsedTime(start), what));

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, (usedBy, computations)) in _inputs)
        {
            writer.WriteStartObject(name);
            writer.WriteStartArray("used_by");
            foreach (var recipe in usedBy)
                writer.WriteStringValue(recipe);
            writer.WriteEndArray();
            writer.WriteStartArray("computation");
            foreach (var (duration, what) in computations)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(duration.Ticks * TimeSpan.NanosecondsPerTick);
                writer.WriteStringValue(what);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private (SortedSet<string> UsedBy, List<(TimeSpan Duration, string What)> Computations) Of(string input)
    {
        if (!_inputs.TryGetValue(input, out var entry))
            _inputs.Add(input, entry = (new SortedSet<string>(StringComparer.Ordinal), []));
        return entry;
    }
}
