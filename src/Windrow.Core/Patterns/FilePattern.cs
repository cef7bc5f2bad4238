using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Patterns;

/// <summary>
/// A file-name pattern as trollsift (PyTroll) defines them: Python format fields, <c>{name:format}</c>, that compose a
/// name from metadata, take a name apart into metadata, and turn into a shell glob. Immutable and safe for several threads.
/// </summary>
public sealed class FilePattern
{
    private const int MaximumLength = 4_096;

    private readonly List<PatternPart> _parts;
    private readonly List<PatternElement> _elements = [];
    private readonly bool _independent;

    private FilePattern(string text)
    {
        if (text.Length > MaximumLength)
            throw new PatternException($"a pattern has at most {MaximumLength} characters", MaximumLength);
        Text = text;
        _parts = PatternPart.Cut(text);
        for (var i = 0; i < _parts.Count; i++)
            PatternElement.Append(_elements, _parts[i], i);
        var fields = _parts.Where(static part => part.Literal is null).ToList();
        Fields = [.. fields.Select(static part => part.Field).Distinct()];
        _independent = Fields.Count == fields.Count;
        foreach (var group in fields.GroupBy(static part => part.Field).Where(static group => group.Count() > 1))
        {
            if (group.Any(part => part.Spec.Text != group.First().Spec.Text))
                _conflict = new PatternException($"'{group.Key}' stands twice with different formats, so no text can be taken apart by this pattern", group.Last().Offset);
        }
    }

    private readonly PatternException? _conflict;

    public string Text { get; }

    /// <summary>The names of the fields, each once, in order.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <exception cref="PatternException">The pattern is wrong; <see cref="PatternException.Offset"/> says where.</exception>
    public static FilePattern Parse(string text) => new(text);

    /// <summary>Writes a name.</summary>
    /// <param name="allowPartial">Fields without a value stay as they are written.</param>
    /// <exception cref="PatternException">A field has no value, or one that cannot be written in its format.</exception>
    public string Compose(Metadata values, bool allowPartial = false)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part.Literal is not null)
                text.Append(part.Literal);
            else if (FieldAccess.TryGet(values, part.Field, out var value))
                text.Append(FieldFormatter.Format(value, part));
            else if (allowPartial)
                text.Append(part.Source);
            else
                throw new PatternException($"there is no '{part.Field}' in the metadata to compose '{Text}' with", part.Offset);
        }

        return text.ToString();
    }

    /// <summary>Takes a name apart. Every free field is as short as the rest of the pattern allows.</summary>
    /// <param name="toEnd">Whether the name must end where the pattern does.</param>
    /// <returns>False: the name does not have this form.</returns>
    /// <exception cref="PatternException">The pattern cannot take names apart, or is too ambiguous for this one.</exception>
    public bool TryParse(string name, out Metadata values, bool toEnd = true)
    {
        if (_conflict is not null)
            throw _conflict;
        values = Metadata.Empty;
        var matcher = new PatternMatcher(_elements, _parts, _independent, name);
        if (!matcher.Match(toEnd))
            return false;
        var builder = new MetadataBuilder();
        for (var i = 0; i < _parts.Count; i++)
        {
            if (_parts[i].Literal is not null)
                continue;
            if (!TryValue(i, matcher, name, out var value))
                return false;
            builder.Set(_parts[i].Field, value);
        }

        values = builder.Build();
        return true;
    }

    /// <summary>A shell glob that finds the names this pattern can have, given the fields that are known.</summary>
    public string Globify(Metadata known)
    {
        var glob = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part.Literal is not null)
                glob.Append(part.Literal);
            else if (FieldAccess.TryGet(known, part.Field, out var value))
                glob.Append(FieldFormatter.Format(value, part));
            else
                AppendWildcard(glob, part.Spec);
        }

        return glob.ToString();
    }

    public override string ToString() => Text;

    private bool TryValue(int part, PatternMatcher matcher, string name, out MetadataValue value)
    {
        if (!_parts[part].Spec.IsDate)
            return PatternValue.TryConvert(_parts[part], matcher.TextOf(part), out value);
        var directives = new List<(char, string)>();
        for (var i = 0; i < _elements.Count; i++)
        {
            if (_elements[i].Field == part && _elements[i].Directive != '\0')
                directives.Add((_elements[i].Directive, name[matcher.Runs[i].Start..matcher.Runs[i].End]));
        }

        var isTime = DateDirectives.TryAssemble(directives, out var time);
        value = isTime ? time : default;
        return isTime;
    }

    private static void AppendWildcard(StringBuilder glob, FormatSpec spec)
    {
        if (!spec.IsDate)
        {
            glob.Append(spec.Width > 0 ? new string('?', spec.Width) : "*");
            return;
        }

        for (var i = 0; i < spec.Text.Length; i++)
        {
            if (spec.Text[i] != '%' || i + 1 == spec.Text.Length)
            {
                glob.Append(spec.Text[i]);
                continue;
            }

            var digits = DateDirectives.DigitsOf(spec.Text[++i]);
            glob.Append(digits > 0 ? new string('?', digits) : "*");
        }
    }
}
