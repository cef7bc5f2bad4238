using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Events.Gatherer;

/// <summary>
/// Reads which segments there are: <c>VIS006:000001-000008,:PRO</c>. A range of numbers has the width of its first one; what is no range of numbers is the name of a segment.
/// <c>:</c> alone is a file that has neither channel nor segment.
/// </summary>
internal static class SegmentList
{
    private const int Most = 10_000;

    /// <returns>Channels and segments; empty where nothing is listed, or what is wrong is reported.</returns>
    public static IReadOnlyList<(string Channel, string Segment)> Read(ConfigNode? node, string option, DiagnosticBag diagnostics)
    {
        if (node is null or ScalarNode { IsNull: true })
            return [];
        if (node is not ScalarNode scalar)
        {
            diagnostics.Error(Rules.WrongType, node, $"'{option}' is a text, this is {node.Describe()}", $"write '{option}: \"VIS006:000001-000008,:PRO,:EPI\"'");
            return [];
        }

        var segments = new List<(string, string)>();
        foreach (var entry in scalar.Text.Split(',', StringSplitOptions.TrimEntries))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var problem = entry.Length == 0 ? "an entry is empty" : colon < 0 ? $"'{entry}' has no colon" : Add(entry[..colon], entry[(colon + 1)..], segments);
            if (problem is null)
                continue;
            diagnostics.Error(Rules.BadText, node, $"'{option}' cannot be read: {problem}", "write CHANNEL:SEGMENT, CHANNEL:FIRST-LAST or :SEGMENT, with commas between");
            return [];
        }

        return segments;
    }

    private static string? Add(string channel, string text, List<(string, string)> into)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            into.Add((channel, text));
            return null;
        }

        if (last < first)
            return $"the range {text} is empty";
        if (last - (long)first + into.Count >= Most)
            return $"these are more than {Most} segments";
        for (var number = first; number <= last; number++)
            into.Add((channel, number.ToString(CultureInfo.InvariantCulture).PadLeft(dash, '0')));
        return null;
    }
}
