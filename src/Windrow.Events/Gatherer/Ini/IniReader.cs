using System.Text;
using System.Text.Unicode;
using Windrow.Core.Configuration;

namespace Windrow.Events.Gatherer.Ini;

/// <summary>
/// Reads <c>.ini</c> files by the rules of Python's <c>configparser.RawConfigParser</c>: values are taken as they stand, a line that is indented deeper than its option goes on
/// with it, comments have lines of their own, and what is in <c>[DEFAULT]</c> is in every section that does not say otherwise.
/// </summary>
internal sealed class IniReader(string file, DiagnosticBag diagnostics)
{
    private const string Defaults = "DEFAULT";

    private readonly List<IniSection> _sections = [];
    private IniSection? _current;
    private bool _goesOn;
    private int _indent;

    /// <summary>Whether a file is one: the first line of it that is no comment is the name of a section, which no YAML of a flow begins with.</summary>
    public static bool Recognises(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        foreach (var range in utf8.Split((byte)'\n'))
        {
            var line = utf8[range].Trim(" \t\r"u8);
            if (line.Length > 0 && line[0] is not ((byte)'#' or (byte)';'))
                return line.Length > 2 && line[0] == '[' && line[^1] == ']' && line.IndexOfAny("{,"u8) < 0;
        }

        return false;
    }

    /// <summary>The sections but for the defaults, in the order of the file. What is wrong is reported.</summary>
    public IReadOnlyList<IniSection> Read(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            diagnostics.Error(Rules.Encoding, new SourceLocation(file, 0, 0), "the file is not UTF-8", "save the file as UTF-8");
            return [];
        }

        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF').Split('\n'))
            Take(line.TrimEnd(), ++number);
        if (_sections.Find(static section => section.Name == Defaults) is { } defaults)
        {
            _sections.Remove(defaults);
            foreach (var section in _sections)
            {
                foreach (var (key, value) in defaults.Entries)
                    section.TryAdd(key, (ScalarNode)value);
            }
        }

        return _sections;
    }

    private void Take(string line, int number)
    {
        var text = line.TrimStart();
        if (text.Length == 0 || text[0] is '#' or ';')
            return;
        var indent = line.Length - text.Length;
        if (_goesOn && indent > _indent)
            _current!.GoOn(text);
        else if (text[0] == '[' && text.IndexOf(']', StringComparison.Ordinal) is > 1 and var end)
            Begin(ScalarNode.Of(text[1..end], At(number, indent + 1)));
        else
            Add(text, indent, number);
    }

    private void Begin(ScalarNode name)
    {
        _goesOn = false;
        _current = _sections.Find(section => section.Name == name.Text);
        if (_current is not null)
            diagnostics.Error(Rules.DuplicateKey, name, $"the section '{name.Text}' is there twice, first at {_current.Location}", "give one of them another name");
        else
            _sections.Add(_current = new IniSection(name));
    }

    private void Add(string text, int indent, int number)
    {
        var mark = text.AsSpan().IndexOfAny('=', ':');
        if (_current is null || mark <= 0)
        {
            var problem = mark <= 0 ? $"'{text}' is neither a section nor an option" : "the option stands in no section";
            diagnostics.Error(Rules.Syntax, At(number, indent), problem, "write '[section]', and below it 'option = value'");
            return;
        }

        var key = ScalarNode.Of(text[..mark].TrimEnd().ToLowerInvariant(), At(number, indent));
        var value = text[(mark + 1)..].TrimStart();
        if (_current.TryAdd(key, ScalarNode.Of(value, At(number, indent + text.Length - value.Length))))
            (_goesOn, _indent) = (true, indent);
        else
            diagnostics.Error(Rules.DuplicateKey, key, $"'{key.Text}' is there twice in [{_current.Name}]", "remove one of them");
    }

    private SourceLocation At(int line, int before) => new(file, line, before + 1);
}
