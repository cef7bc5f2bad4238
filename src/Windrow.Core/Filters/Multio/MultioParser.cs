using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters.Multio;

/// <summary>
/// Reads the conditions of multio's <c>select</c>: <c>match</c> and <c>ignore</c>, <c>any</c>, <c>all</c>, <c>not</c>, and
/// <c>enforce-same-key-types</c>, which is true unless given and holds for all levels below.
/// </summary>
public sealed class MultioParser
{
    private static readonly string[] Words = ["match", "ignore", "any", "all", "not", "enforce-same-key-types"];

    private readonly DiagnosticBag _diagnostics;
    private readonly bool _isStrict;

    /// <param name="diagnostics">Takes every error.</param>
    /// <param name="isStrict">
    /// <c>strict-multio-compat</c>: reals in lists are held as float32 and reals alone as double, and equal metadata of that
    /// width only. Else a real equals metadata of both widths.
    /// </param>
    public MultioParser(DiagnosticBag diagnostics, bool isStrict = false)
    {
        _diagnostics = diagnostics;
        _isStrict = isStrict;
    }

    /// <summary>Reads the condition that a mapping holds.</summary>
    /// <param name="node">The options of a select.</param>
    /// <param name="otherKeys">Keys of the mapping that belong to somebody else, such as <c>type</c>.</param>
    /// <returns>Null when there was an error, which is reported.</returns>
    public Filter? Parse(ConfigNode node, params IReadOnlyList<string> otherKeys) => Condition(node, true, otherKeys);

    private Filter? Condition(ConfigNode node, bool enforce, IReadOnlyList<string> otherKeys)
    {
        if (node is not MappingNode mapping)
            return Fail(Rules.ConditionForm, node, $"a condition is a mapping, found {node.Describe()}", "write for example 'match: { param: [ sst ] }'");
        var isKnown = true;
        List<ConfigEntry> kinds = [];
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name == "enforce-same-key-types")
                isKnown &= TryEnforce(entry.Value, ref enforce);
            else if (Words.Contains(entry.Name))
                kinds.Add(entry);
            else if (!otherKeys.Contains(entry.Name))
                isKnown = Fail(Rules.ConditionKey, entry.Key, $"'{entry.Name}' is not part of a condition", Suggestion.Phrase(entry.Name, Words)) is not null;
        }

        var isPair = kinds.Count == 2 && kinds.TrueForAll(static entry => entry.Name is "match" or "ignore");
        if (kinds.Count != 1 && !isPair)
        {
            return kinds.Count == 0
                ? Fail(Rules.ConditionKind, node, "the condition is missing", "write one of match, ignore, any, all or not")
                : Fail(Rules.ConditionKind, kinds[1].Key, $"'{kinds[0].Name}' and '{kinds[1].Name}' stand at the same level", "put one below the other, or join them by 'all' or 'any'");
        }

        kinds.Sort(static (left, right) => string.CompareOrdinal(right.Name, left.Name));
        var filters = kinds.ConvertAll(entry => Kind(entry, enforce));
        if (!isKnown || filters.Contains(null))
            return null;
        return filters.Count == 1 ? filters[0] : new And([.. filters!], Source(node));
    }

    private Filter? Kind(ConfigEntry entry, bool enforce)
    {
        var source = Source(entry.Key);
        switch (entry.Name)
        {
            case "match":
                return Matches(entry, enforce);
            case "ignore":
                return Matches(entry, enforce) is { } ignored ? new Not(ignored, source) : null;
            case "not":
                return Condition(entry.Value, enforce, []) is { } item ? new Not(item, source) : null;
            default:
                if (entry.Value is not SequenceNode list)
                    return Fail(Rules.ConditionForm, entry.Value, $"'{entry.Name}' takes a list of conditions, found {entry.Value.Describe()}", "write a '-' before each condition");
                var items = new Filter?[list.Items.Count];
                for (var i = 0; i < items.Length; i++)
                    items[i] = Condition(list.Items[i], enforce, []);
                if (items.Contains(null))
                    return null;
                return entry.Name == "any" ? new Or(items!, source) : new And(items!, source);
        }
    }

    private Filter? Matches(ConfigEntry entry, bool enforce)
    {
        if (entry.Value is MappingNode single)
            return KeysAndValues(single, enforce);
        if (entry.Value is not SequenceNode list)
            return Fail(Rules.ConditionForm, entry.Value, $"'{entry.Name}' takes a mapping from keys to values, or a list of them, found {entry.Value.Describe()}", $"write for example '{entry.Name}: {{ param: [ sst ] }}'");
        var items = new Filter?[list.Items.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = list.Items[i] is MappingNode mapping
                ? KeysAndValues(mapping, enforce)
                : Fail(Rules.ConditionForm, list.Items[i], $"each item of '{entry.Name}' is a mapping from keys to values, found {list.Items[i].Describe()}");
        }

        if (items.Contains(null))
            return null;
        return items.Length == 1 ? items[0] : new Or(items!, Source(entry.Key));
    }

    private Filter? KeysAndValues(MappingNode mapping, bool enforce)
    {
        var items = new Filter?[mapping.Entries.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = Match(mapping.Entries[i], enforce);
        if (items.Contains(null))
            return null;
        return items.Length == 1 ? items[0] : new And(items!, Source(mapping));
    }

    private TypedMatch? Match(ConfigEntry entry, bool enforce)
    {
        if (entry.Name.Length == 0)
            return Fail(Rules.ConditionValue, entry.Key, "the name of a key cannot be empty") as TypedMatch;
        IReadOnlyList<ConfigNode> nodes = entry.Value is SequenceNode list ? list.Items : [entry.Value];
        var values = new MetadataValue[nodes.Count];
        var isGood = true;
        for (var i = 0; i < values.Length; i++)
            isGood &= TryValue(entry.Name, nodes[i], entry.Value is SequenceNode, out values[i]);
        return isGood ? new TypedMatch(entry.Name, values, enforce, _isStrict, Source(entry.Key)) : null;
    }

    private bool TryValue(string key, ConfigNode node, bool isListed, out MetadataValue value)
    {
        value = default;
        if (node is ScalarNode { Secret: null } scalar)
        {
            value = scalar switch
            {
                { AsString: { } text } => text,
                { AsInt64: { } integer } => integer,
                { AsBoolean: { } flag } => flag,
                { AsDouble: { } real } => _isStrict && isListed ? MetadataValue.Of((float)real) : real,
                _ => default,
            };
        }

        if (value.IsNone)
            Fail(Rules.ConditionValue, node, $"'{key}' cannot be matched with {node.Describe()}", "write a text, a number, a boolean, or a list of these");
        return !value.IsNone;
    }

    private bool TryEnforce(ConfigNode node, ref bool enforce)
    {
        if (node is ScalarNode { AsBoolean: { } flag })
        {
            enforce = flag;
            return true;
        }

        Fail(Rules.ConditionForm, node, $"'enforce-same-key-types' takes true or false, found {node.Describe()}");
        return false;
    }

    private Filter? Fail(Rule rule, ConfigNode at, string message, string advice = "")
    {
        _diagnostics.Error(rule, at, message, advice);
        return null;
    }

    private static FilterSource Source(ConfigNode node) => new(node.Location.File, node.Location.Line, node.Location.Column);
}
