using YamlDotNet.Core;

namespace Windrow.Core.Configuration;

/// <summary>The tags of the core schema; every other tag is refused, for configuration is data.</summary>
internal static class CoreTags
{
    private const string Prefix = "tag:yaml.org,2002:";
    private const string Python = "python/";

    public const string Sequence = "seq";
    public const string Mapping = "map";

    /// <summary>Checks the tag of a list or mapping; returns its full text, or null when there is none or it is refused.</summary>
    public static string? Check(TagName tag, string expected, SourceLocation at, DiagnosticBag diagnostics, ConfigDialect dialect)
    {
        if (Short(tag, at, diagnostics, dialect) is not { Length: > 0 } name)
            return null;
        if (name != expected && !IsPython(name))
            diagnostics.Error(Rules.TagMismatch, at, $"the tag !!{name} does not fit a {(expected == Mapping ? "mapping" : "list")}", "remove the tag");
        return Prefix + name;
    }

    /// <summary>The name of a core tag (<c>str</c>), the empty text for <c>!</c>, null for none and for one that is refused.</summary>
    public static string? Short(TagName tag, SourceLocation at, DiagnosticBag diagnostics, ConfigDialect dialect)
    {
        if (tag.IsEmpty)
            return null;
        if (tag.IsNonSpecific)
            return "";
        if (tag.Value.StartsWith(Prefix, StringComparison.Ordinal)
            && tag.Value.AsSpan(Prefix.Length) is "str" or "int" or "float" or "bool" or "null" or "map" or "seq" or "merge")
            return tag.Value[Prefix.Length..];
        if (dialect == ConfigDialect.PythonObjects && tag.Value.StartsWith(Prefix + Python, StringComparison.Ordinal))
            return tag.Value[Prefix.Length..];
        var written = tag.Value.StartsWith(Prefix, StringComparison.Ordinal) ? "!!" + tag.Value[Prefix.Length..] : tag.Value;
        if (written.Length > 60)
            written = string.Concat(written.AsSpan(0, 57), "...");
        diagnostics.Error(Rules.Tag, at, $"the tag {written} is not allowed", "remove it: configuration holds data, not code");
        return null;
    }

    /// <summary>Whether the short name of a tag is one of PyYAML's own.</summary>
    public static bool IsPython(string name) => name.StartsWith(Python, StringComparison.Ordinal);

    public static string Full(string name) => Prefix + name;
}
