using Windrow.Core.Filters;

namespace Windrow.Maps.Definitions.Linting;

/// <summary>What an ecCodes condition requires in any case: the parts that are joined by <c>and</c> at its top.</summary>
internal sealed class ConditionTerms
{
    private readonly List<(string Key, string Value)> _required = [];
    private readonly List<(string Key, string Value)> _excluded = [];

    public ConditionTerms(EcCodesCondition condition)
    {
        Collect(condition.Item);
        Leaves = [.. Walk(condition.Item)];
    }

    /// <summary>The parts as canonical text.</summary>
    public HashSet<string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>Every comparison, wherever it stands.</summary>
    public IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>Keys that have to have one value each, numbers and texts alike; a key is here twice when that cannot be.</summary>
    public IReadOnlyList<(string Key, string Value)> Required => _required;

    /// <summary>The value that a key has to have, null when it may have several.</summary>
    public string? this[string key] => _required.Find(one => one.Key == key).Value;

    /// <summary>Whether what both require cannot be at the same time, as far as that can be seen.</summary>
    public bool Excludes(ConditionTerms other) =>
        _required.Exists(one => other[one.Key] is { } value && value != one.Value) || _required.Exists(other._excluded.Contains) || other._required.Exists(_excluded.Contains);

    private void Collect(Filter filter)
    {
        if (filter is And and)
        {
            foreach (var item in and.Items)
                Collect(item);
            return;
        }

        Texts.Add(filter.ToString());
        if (filter is NumericComparison { Operator: ComparisonOperator.Equal or ComparisonOperator.NotEqual, Left.Key: { } key, Right: { Key: null } number } comparison)
            (comparison.Operator == ComparisonOperator.Equal ? _required : _excluded).Add((key.Name, number.Number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        else if (filter is TextComparison { IsNot: false, Left.Key: { } name, Right.Text: { } text })
            _required.Add((name.Name, text));
    }

    private static IEnumerable<Leaf> Walk(Filter filter) => filter switch
    {
        Junction junction => junction.Items.ToArray().SelectMany(Walk),
        Not not => Walk(not.Item),
        Leaf leaf => [leaf],
        _ => [],
    };
}
