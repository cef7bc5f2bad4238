using System.Collections.Frozen;

namespace Windrow.Maps.Rendering.Parameters;

/// <summary>Names and types of Magics' parameters, and the macros that heed them.</summary>
internal static class MagicsParameters
{
    /// <summary>By macro, how the names begin of the parameters that it heeds.</summary>
    public static readonly FrozenDictionary<string, string[]> Prefixes = new Dictionary<string, string[]>
    {
        ["mmap"] = ["page", "subpage", "super_page", "output", "layout", "plot", "skinny", "map", "legend"],
        ["mcoast"] = ["map"],
        ["mgrib"] = ["grib"],
        ["mcont"] = ["contour", "legend"],
        ["mwind"] = ["wind", "legend", "contour"],
        ["msymb"] = ["symbol", "legend", "contour"],
        ["mgeo"] = ["geo"],
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, ParameterKind> Kinds = Load();

    /// <summary>What somebody may have meant who wrote a name that Magics does not know.</summary>
    public static IEnumerable<string> NamesFor(string macro) =>
        Kinds.Keys.Where(name => Prefixes[macro].Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).Order(StringComparer.Ordinal);

    private static FrozenDictionary<string, ParameterKind> Load()
    {
        using var stream = typeof(MagicsParameters).Assembly.GetManifestResourceStream("magics-parameters.txt")!;
        using var reader = new StreamReader(stream);
        var kinds = new Dictionary<string, ParameterKind>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            kinds[line[(space + 1)..]] = Enum.Parse<ParameterKind>(line.AsSpan(0, space), ignoreCase: true);
        }

        return kinds.ToFrozenDictionary();
    }
}
