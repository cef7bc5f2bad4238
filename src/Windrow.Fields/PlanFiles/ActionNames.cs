using System.Text;
using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>The names of multio's actions. Old files write them with capitals, and <c>aggregate</c> as <c>aggregation</c>; multio itself does not read them any more.</summary>
internal static class ActionNames
{
    private static readonly string[] Known =
    [
        "select", "transport", "aggregate", "mask", "statistics", "statistics-mtg2", "encode", "encode-mtg2", "interpolate", "interpolate-mtg2",
        "metadata-mapping", "scale", "average-rate", "renumber-healpix", "print", "null", "debug-sink", "sink", "single-field-sink",
    ];

    private static readonly string[] Last = ["transport", "sink", "single-field-sink", "null", "debug-sink"];

    // What multio has, or had, and is not here: what to write in its place.
    private static readonly Dictionary<string, string> Absent = new(StringComparer.Ordinal)
    {
        ["encode-mtg2"] = "write 'type: encode' with a 'template', or with the metadata that describe grid and product",
        ["interpolate-fesom"] = "write 'type: interpolate' with 'interpolation: matrix' and the file of the matrix, as multio does today",
        ["extract"] = "write 'type: interpolate' with an 'area'; multio itself does not have it any more",
    };

    /// <summary>Whether nothing comes behind an action.</summary>
    public static bool IsLast(string name) => Last.Contains(name);

    /// <summary>The name as it is written today; null when it is of an action that is not here, which is reported.</summary>
    public static string? Read(ScalarNode type, DiagnosticBag diagnostics)
    {
        if (type.IsNull)
            return "null";
        if (Absent.TryGetValue(type.Text, out var advice))
        {
            diagnostics.Error(Rules.NotYet, type, $"the action '{type.Text}' is not in this version", advice);
            return null;
        }

        var name = Today(type.Text);
        if (name == type.Text || !Known.Contains(name))
            return type.Text;
        diagnostics.Warning(Rules.OldName, type, $"'{type.Text}' is an old name of '{name}', which multio itself does not read any more", $"write 'type: {name}'");
        return name;
    }

    // SingleFieldSink is single-field-sink.
    private static string Today(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0 && text[^1] != '-')
                text.Append('-');
            text.Append(letter == '_' ? '-' : char.ToLowerInvariant(letter));
        }

        return text.ToString() is "aggregation" ? "aggregate" : text.ToString();
    }
}
