using System.Text.RegularExpressions;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;

namespace Windrow.Events.Gatherer;

/// <summary>One of the kinds of files that make a slot: which messages are of it, which of its segments a file is, and what is to come.</summary>
internal sealed partial class SegmentPattern
{
    private const string Channel = "channel_name";
    private const string Segment = "segment";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private FilePattern? _place;

    public required string Name { get; init; }

    /// <summary>What the name of a file is like; null: files are known by <see cref="MessageKeys"/>.</summary>
    public FilePattern? Pattern { get; init; }

    public IReadOnlyList<string> MessageKeys { get; init; } = [];

    /// <summary>What the subject begins with; null: anything.</summary>
    public string? Topic { get; init; }

    public bool IsCritical { get; init; }

    /// <summary>Keys that may differ between the files of a slot.</summary>
    public IReadOnlyList<string> Variable { get; init; } = [];

    /// <summary>Keys that are taken from the file's name although the message has them.</summary>
    public IReadOnlyList<string> Parsed { get; init; } = [];

    public string? TimeName { get; init; }

    public double? GroupByMinutes { get; init; }

    public SlotGrid? Grid { get; init; }

    /// <summary>Segments, as listed, without which the set is worth nothing if it is critical itself.</summary>
    public IReadOnlyList<string> Critical { get; private set; } = [];

    public IReadOnlyList<string> Wanted { get; private set; } = [];

    /// <summary>What tells that files are of different slots although their time is the same.</summary>
    public IReadOnlyList<string> Common { get; private set; } = [];

    /// <summary>Takes the lists of segments.</summary>
    /// <exception cref="PatternException">A segment cannot be written as the pattern asks for it.</exception>
    public void Expect(IReadOnlyList<(string Channel, string Segment)> critical, IReadOnlyList<(string Channel, string Segment)> wanted, IReadOnlyList<(string Channel, string Segment)> all)
    {
        if (Pattern is not null)
            Common = [.. Pattern.Fields.Where(name => name is not (Channel or Segment) && !Variable.Contains(name) && !IsTime(name))];
        if (Pattern is not null && Place().Matches(Pattern.Text) is { Count: > 0 } fields)
            _place = FilePattern.Parse(string.Join(':', fields.Select(static match => match.Value)));

        // A set without lists is one file.
        if (critical.Count + wanted.Count + all.Count == 0)
            critical = wanted = [("", "")];
        Critical = Names(critical);
        Wanted = Names(wanted);
        _ = Names(all);
    }

    /// <summary>Which of the listed segments a file is.</summary>
    /// <returns>False: none.</returns>
    public bool TryName(Metadata values, out string name) => _names.TryGetValue(PlaceOf(values), out name!);

    private IReadOnlyList<string> Names(IReadOnlyList<(string Channel, string Segment)> listed)
    {
        var names = new List<string>();
        foreach (var (channel, segment) in listed)
        {
            var place = PlaceOf(channel, segment);
            if (!_names.TryGetValue(place, out var name))
                _names.Add(place, name = $"{channel}:{segment}");
            if (!names.Contains(name))
                names.Add(name);
        }

        return names;
    }

    // As it would stand in a file's name, as numbers are listed with zeros in front and read without.
    private string PlaceOf(string channel, string segment)
    {
        var builder = new MetadataBuilder().Set(Channel, channel).Set(Segment, segment);
        try
        {
            return PlaceOf(builder.Build());
        }
        catch (PatternException) when (long.TryParse(segment, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            return PlaceOf(builder.Set(Segment, number).Build());
        }
    }

    private string PlaceOf(Metadata values)
    {
        if (_place is not null)
            return _place.Compose(values);
        return Pattern is not null ? ":" : $"{(values.TryGet(Channel, out var channel) ? channel : "")}:{(values.TryGet(Segment, out var segment) ? segment : "")}";
    }

    private bool IsTime(string field) => Regex.IsMatch(Pattern!.Text, $@"\{{{Regex.Escape(field)}(![a-zA-Z])?:[^}}]*%");

    [GeneratedRegex(@"(?<!\{)\{(channel_name|segment)(![a-zA-Z])?(:[^}]*)?\}")]
    private static partial Regex Place();
}
