using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Events.Gatherer.Ini;

/// <summary>
/// The older form of a configuration of pytroll-collectors' segment gatherer: an <c>.ini</c> file, each section of which is a gatherer of one pattern. A section is put into the
/// form of the YAML and goes on as such; positions in messages are those of the file.
/// </summary>
public sealed class GathererIni
{
    private static readonly string[] OfPattern = ["pattern", "critical_files", "wanted_files", "all_files", "variable_tags"];
    private static readonly string[] OfPosttroll = ["topics", "publish_topic", "publish_port", "nameserver", "nameservers", "addresses", "services"];

    private static readonly string[] OfGatherer =
        ["timeliness", "time_name", "time_tolerance", "group_by_minutes", "keep_parsed_keys", "providing_server", "all_files_are_local", "num_files_premature_publish", "check_existing_files_after_start", "critical_files_required"];

    private readonly string _path;
    private readonly DiagnosticBag _diagnostics;
    private readonly IReadOnlyList<IniSection> _sections;

    private GathererIni(string path, IReadOnlyList<IniSection> sections, DiagnosticBag diagnostics)
    {
        (_path, _diagnostics) = (path, diagnostics);
        _sections = [.. sections.Where(static section => section["pattern"] is not null || section["publish_topic"] is not null)];
        if (_sections.Count == 0 && !diagnostics.HasErrors)
            diagnostics.Error(Rules.NotAFlow, new SourceLocation(path, 0, 0), "the file has sections and no 'pattern', so it is no configuration of a segment gatherer", "name a flow file, or an .ini file of segment_gatherer.py");
    }

    /// <summary>The names of the sections, in the order of the file.</summary>
    public IReadOnlyList<string> Sections => [.. _sections.Select(static section => section.Name)];

    /// <summary>Whether a file is an <c>.ini</c> by its content.</summary>
    public static bool Recognises(ReadOnlySpan<byte> utf8) => IniReader.Recognises(utf8);

    /// <summary>Reads a file; what is wrong with it is reported.</summary>
    /// <param name="path">The file as the user named it.</param>
    public static GathererIni Read(ReadOnlySpan<byte> utf8, string path, DiagnosticBag diagnostics) => new(path, new IniReader(path, diagnostics).Read(utf8), diagnostics);

    /// <summary>The flow that a section stands for, under the names of file and section; null when it is wrong or not there, which is reported.</summary>
    public MappingNode? Translate(string name)
    {
        if (_sections.FirstOrDefault(section => section.Name == name) is not { } section)
        {
            if (!_diagnostics.HasErrors)
                _diagnostics.Error(Rules.NotAFlow, new SourceLocation(_path, 0, 0), $"the file has no section '{name}'", $"there are: {string.Join(", ", Sections)}");
            return null;
        }

        GathererNodes.WarnOfUnknown(new MappingNode(section.Entries, section.Location), $"a section of a gatherer", [.. OfPattern, .. OfPosttroll, .. OfGatherer], _diagnostics);
        return GathererFile.Translate(Root(section), $"{Path.GetFileNameWithoutExtension(_path)}-{name}", _diagnostics);
    }

    private static MappingNode Root(IniSection section)
    {
        var at = section.Location;
        var pattern = new MappingNode(Some(section, OfPattern), at);
        return new MappingNode(
            [
                Entry("patterns", new MappingNode([Entry(section.Name, pattern)], at)),
                Entry("posttroll", new MappingNode(Posttroll(section), at)),
                .. Some(section, OfGatherer),
            ],
            at);

        ConfigEntry Entry(string key, ConfigNode value) => new(ScalarNode.Of(key, at), value);
    }

    // The publisher is registered with all nameservers, and the first one is asked for others; 'false' anywhere is none at all.
    private static List<ConfigEntry> Posttroll(IniSection section)
    {
        var entries = Some(section, OfPosttroll).Where(static entry => entry.Name is not ("nameserver" or "nameservers")).ToList();
        if ((section["nameservers"] ?? section["nameserver"]) is not { } listed)
            return entries;
        var names = listed.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            return entries;
        var isNone = names.Any(static name => string.Equals(name, "false", StringComparison.OrdinalIgnoreCase));
        entries.Add(new ConfigEntry(ScalarNode.Of("nameservers", listed.Location), ScalarNode.Of(isNone ? "false" : string.Join(' ', names), listed.Location)));
        if (!isNone)
            entries.Add(new ConfigEntry(ScalarNode.Of("nameserver", listed.Location), ScalarNode.Of(names[0], listed.Location)));
        return entries;
    }

    // An option without a value is as good as none.
    private static IEnumerable<ConfigEntry> Some(IniSection section, string[] options) => section.Entries
        .Where(entry => options.Contains(entry.Name) && ((ScalarNode)entry.Value).Text.Length > 0)
        .Select(static entry => entry with { Value = Value((ScalarNode)entry.Value) });

    private static ScalarNode Value(ScalarNode text)
    {
        if (long.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return ScalarNode.Of(whole, text.Location);
        return double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? ScalarNode.Of(number, text.Location) : text;
    }
}
