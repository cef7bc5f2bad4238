using System.Globalization;

namespace Windrow.Core.Configuration;

/// <summary>Reads the values of options out of nodes; each method returns null after it has reported an error.</summary>
internal sealed class ValueBinder(DiagnosticBag diagnostics, BindSettings settings)
{
    public DiagnosticBag Diagnostics { get; } = diagnostics;

    public BindSettings Settings { get; } = settings;

    /// <summary>The settings for the options within an option: keys that others read stand in the outer mapping only.</summary>
    public BindSettings InnerSettings { get; } = settings.AlsoKnown.Count == 0 ? settings : settings with { AlsoKnown = [] };

    private bool IsLenient => Settings.Dialect == ConfigDialect.Multio;

    public string? Text(ConfigNode node, OptionInfo option)
    {
        if (node is not ScalarNode scalar || scalar.IsNull)
            return Wrong<string>(node, option, "a text");
        if (scalar.Secret is not null)
        {
            Diagnostics.Error(Rules.SecretShown, node, $"'{option.Name}' is shown in logs, so it takes no secret", "use an option that is declared as secret");
            return null;
        }
        // A number or boolean without quotes is taken by its letters: `param: 130`, `version: 2` mean what they show.
        return scalar.Text;
    }

    public Secret? Secret(ConfigNode node, OptionInfo option)
    {
        if (node is not ScalarNode scalar || scalar.IsNull)
            return Wrong<Secret>(node, option, "a secret");
        return scalar.Secret ?? new Secret(scalar.Text, "(redacted)");
    }

    public bool? Flag(ConfigNode node, OptionInfo option)
    {
        if (node is ScalarNode { AsBoolean: { } value })
            return value;
        if (node is ScalarNode { Secret: null } scalar)
        {
            if (ScalarSchema.Yes11(scalar.Text) is { } meant && !IsLenient)
            {
                Diagnostics.Error(
                    Rules.YesNoTrap, node, $"'{option.Name}' needs true or false, not '{scalar.Text}'", $"write {option.Name}: {(meant ? "true" : "false")}");
                return null;
            }
            bool? lenient = scalar.Text.ToLowerInvariant() switch
            {
                "true" or "1" or "yes" or "on" => true,
                "false" or "0" or "no" or "off" => false,
                _ => null,
            };
            if (IsLenient && lenient is { } accepted)
            {
                Tolerate(node, option, accepted ? "true" : "false");
                return accepted;
            }
        }
        return WrongValue<bool>(node, option, "true or false");
    }

    public long? Integer(ConfigNode node, OptionInfo option, long? min, long? max)
    {
        var scalar = node as ScalarNode;
        var value = scalar?.AsInt64;
        if (value is null && IsLenient && scalar is { Kind: ScalarKind.String, Secret: null } && ScalarSchema.Resolve(scalar.Text, false) is { Kind: ScalarKind.Integer } read)
        {
            Tolerate(node, option, scalar.Text);
            value = read.Bits;
        }
        if (value is null && scalar?.AsDouble is { } number && number == Math.Floor(number) && Math.Abs(number) < 1L << 53)
            value = (long)number;
        if (value is not { } found)
            return WrongValue<long>(node, option, "a whole number");
        if (found >= (min ?? long.MinValue) && found <= (max ?? long.MaxValue))
            return found;
        ReportRange(node, option, Of(min, option), Of(max, option));
        return null;
    }

    public double? Number(ConfigNode node, OptionInfo option)
    {
        var scalar = node as ScalarNode;
        var value = scalar?.AsDouble;
        if (value is null && IsLenient && scalar is { Kind: ScalarKind.String, Secret: null }
            && ScalarSchema.Resolve(scalar.Text, false) is { Kind: ScalarKind.Integer or ScalarKind.Float } read)
        {
            Tolerate(node, option, scalar.Text);
            value = read.Kind == ScalarKind.Integer ? read.Bits : BitConverter.Int64BitsToDouble(read.Bits);
        }
        if (value is not { } found)
            return WrongValue<double>(node, option, "a number");
        if (!(found < option.Minimum) && !(found > option.Maximum) && !double.IsNaN(found))
            return found;
        ReportRange(node, option, Of(option.Minimum, option), Of(option.Maximum, option));
        return null;
    }

    public TimeSpan? Duration(ConfigNode node, OptionInfo option, TimeSpan min, TimeSpan? max)
    {
        if (node is not ScalarNode { Kind: not ScalarKind.Null } scalar)
            return WrongValue<TimeSpan>(node, option, "a duration");
        if (!DurationText.TryParse(scalar.Text, out var value, out var problem))
        {
            BadText(node, option, problem);
            return null;
        }
        if (value >= min && !(value > max))
            return value;
        ReportRange(node, option, DurationText.Format(min), max is { } most ? DurationText.Format(most) : null);
        return null;
    }

    public long? ByteSize(ConfigNode node, OptionInfo option, long min, long? max)
    {
        if (node is not ScalarNode { Kind: not ScalarKind.Null } scalar)
            return WrongValue<long>(node, option, "a size in bytes");
        if (!ByteSizeText.TryParse(scalar.Text, out var value, out var problem))
        {
            BadText(node, option, problem);
            return null;
        }
        if (value >= min && !(value > max))
            return value;
        ReportRange(node, option, ByteSizeText.Format(min), max is { } most ? ByteSizeText.Format(most) : null);
        return null;
    }

    /// <summary>The index of the choice.</summary>
    public int? Choice(ConfigNode node, OptionInfo option)
    {
        if (node is ScalarNode { Kind: not ScalarKind.Null } scalar)
        {
            for (var i = 0; i < option.Choices.Count; i++)
            {
                if (option.Choices[i] == scalar.Text)
                    return i;
            }
        }
        var suggestion = node is ScalarNode text ? Suggestion.Phrase(text.Text, option.Choices) : "";
        var valid = $"write one of {string.Join(", ", option.Choices)}";
        Diagnostics.Error(
            node is ScalarNode ? Rules.UnknownChoice : Rules.WrongType,
            node,
            $"'{option.Name}' does not take {node.Describe()}",
            suggestion.Length == 0 ? valid : $"{suggestion} ({valid})");
        return null;
    }

    /// <summary>The values of all items; an item that is wrong has been reported and makes the whole null.</summary>
    public List<TItem?>? List<TItem>(ConfigNode node, OptionInfo option, Func<ConfigNode, TItem?> read)
    {
        IReadOnlyList<ConfigNode> items;
        if (node is SequenceNode list)
        {
            items = list.Items;
        }
        else if (IsLenient && node is (ScalarNode { IsNull: false } or MappingNode))
        {
            Tolerate(node, option, "a list");
            items = [node];
        }
        else
        {
            return Wrong<List<TItem?>>(node, option, "a list");
        }
        var values = new List<TItem?>(items.Count);
        foreach (var item in items)
        {
            if (read(item) is { } value)
                values.Add(value);
        }
        return values.Count == items.Count ? values : null;
    }

    public Dictionary<string, string>? Map(ConfigNode node, OptionInfo option)
    {
        if (Mapping(node, option) is not { } mapping)
            return null;
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (Text(entry.Value, option) is { } value)
                map[entry.Name] = value;
        }
        return map.Count == mapping.Entries.Count ? map : null;
    }

    /// <summary>Names to secrets that are written elsewhere: a mapping is shown as a whole.</summary>
    public Dictionary<string, Secret>? SecretMap(ConfigNode node, OptionInfo option)
    {
        if (Mapping(node, option) is not { } mapping)
            return null;
        var map = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (entry.Value is ScalarNode { Secret: { } secret })
                map[entry.Name] = secret;
            else
                Diagnostics.Error(Rules.SecretShown, entry.Value, $"'{entry.Name}' of '{option.Name}' would be a secret in the flow file", $"write for example {OptionExample.Line(option)}");
        }

        return map.Count == mapping.Entries.Count ? map : null;
    }

    public MappingNode? Mapping(ConfigNode node, OptionInfo option) => node as MappingNode ?? Wrong<MappingNode>(node, option, "a mapping");

    public void BadText(ConfigNode node, OptionInfo option, string problem) =>
        Diagnostics.Error(
            Rules.BadText, node, $"'{option.Name}' does not take {node.Describe()}: {problem}", $"write for example {OptionExample.Line(option)}");

    private void Tolerate(ConfigNode node, OptionInfo option, string value) =>
        Diagnostics.Warning(Rules.LenientValue, node, $"'{option.Name}' is given {node.Describe()} and taken as {value}", "write it as such");

    private void ReportRange(ConfigNode node, OptionInfo option, string? min, string? max)
    {
        var range = (min, max) switch
        {
            (not null, not null) => $"from {min} to {max}",
            (not null, null) => $"of at least {min}",
            _ => $"of at most {max}",
        };
        Diagnostics.Error(Rules.OutOfRange, node, $"'{option.Name}' does not take {node.Describe()}", $"write a value {range}");
    }

    private static string? Of<T>(T? bound, OptionInfo option)
        where T : struct, IFormattable
    {
        if (bound is not { } value)
            return null;
        var text = value.ToString(null, CultureInfo.InvariantCulture);
        return option.Unit is null ? text : $"{text} {option.Unit}";
    }

    private T? Wrong<T>(ConfigNode node, OptionInfo option, string expected)
        where T : class
    {
        ReportType(node, option, expected);
        return null;
    }

    private T? WrongValue<T>(ConfigNode node, OptionInfo option, string expected)
        where T : struct
    {
        ReportType(node, option, expected);
        return null;
    }

    private void ReportType(ConfigNode node, OptionInfo option, string expected) =>
        Diagnostics.Error(
            Rules.WrongType, node, $"'{option.Name}' needs {expected}, not {node.Describe()}", $"write for example {OptionExample.Line(option)}");
}
