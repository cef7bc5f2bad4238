using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// The members that a configuration lists: every combination of the listed values of a mapping, numbered over all tiers.
/// A member that is listed in two tiers is of the stronger one.
/// </summary>
internal sealed class ExpectedMembers
{
    private const int Most = 10_000;

    private readonly List<Combinations> _combinations = [];
    private readonly List<(Metadata Values, Tier Tier)> _members = [];
    private readonly int[] _ofTier = new int[3];
    private readonly List<int> _groups = [];
    private int[] _groupOf = [];

    /// <summary>How many there are in all tiers.</summary>
    public int Count => _members.Count;

    public Tier TierOf(int member) => _members[member].Tier;

    /// <summary>The values by which a member is known.</summary>
    public Metadata ValuesOf(int member) => _members[member].Values;

    public int CountOf(Tier tier) => _ofTier[(int)tier];

    /// <summary>How many there are in each group of those that are waited for; empty: they are in none.</summary>
    public IReadOnlyList<int> Groups => _groups;

    /// <summary>Which group a member is in; negative: in none.</summary>
    public int GroupOf(int member) => _groups.Count == 0 ? -1 : _groupOf[member];

    /// <summary>Puts those that are waited for into groups by their value of a key.</summary>
    /// <param name="key">Null: they are one.</param>
    public void Group(string? key)
    {
        var numbers = new Dictionary<MetadataValue, int>();
        _groupOf = new int[Count];
        for (var member = 0; member < Count; member++)
        {
            _groupOf[member] = -1;
            if (TierOf(member) == Tier.All)
                continue;
            if (key is null || !ValuesOf(member).TryGet(key, out var value))
                value = "";
            if (!numbers.TryGetValue(value, out var group))
            {
                numbers.Add(value, group = _groups.Count);
                _groups.Add(0);
            }

            _groupOf[member] = group;
            _groups[group]++;
        }
    }

    /// <summary>Adds what is listed under an option: a mapping, or several in a list. Stronger tiers come first.</summary>
    public void Read(OptionReport report, string option, Tier tier, ConfigNode? node)
    {
        if (node is null)
            return;
        IReadOnlyList<ConfigNode> entries = node is SequenceNode list ? list.Items : [node];
        foreach (var entry in entries)
        {
            if (entry is not MappingNode map || map.Entries.Count == 0)
                report.Error(option, $"'{option}' is a mapping of metadata keys to the values that are to come, this is {entry.Describe()}", $"write '{option}: {{param: [t, u, v]}}'", Rules.WrongType);
            else if (!TryAdd(NodeValue.OfMapping(map), tier))
                report.Error(option, $"these are more than {Most} members", "list fewer values, or count them with 'count'");
        }
    }

    /// <summary>Adds the numbers of the listed members that a message is; one as a rule.</summary>
    public void Find(Metadata metadata, List<int> into)
    {
        foreach (var combinations in _combinations)
        {
            if (combinations.TryFind(metadata, out var member))
                into.Add(member);
        }
    }

    private bool TryAdd(Metadata listed, Tier tier)
    {
        var keys = listed.Select(static entry => entry.Key).ToArray();
        var values = listed.Select(static entry => entry.Value.TryGetList(out var list) ? list : new MetadataList(entry.Value)).ToArray();
        if (values.Aggregate(1L, static (product, list) => Math.Min(product * list.Count, Most + 1)) + Count > Most)
            return false;
        var combinations = _combinations.Find(known => known.Keys.SequenceEqual(keys));
        if (combinations is null)
            _combinations.Add(combinations = new Combinations(keys));
        foreach (var combination in Product(values, 0))
        {
            if (!combinations.TryAdd(combination, Count))
                continue;
            _members.Add((Metadata.From([.. keys.Select((key, place) => (key.Name, combination[place]))]), tier));
            _ofTier[(int)tier]++;
        }

        return true;
    }

    private static IEnumerable<MetadataValue[]> Product(MetadataList[] values, int from)
    {
        if (from == values.Length)
            return [[]];
        return values[from].SelectMany(value => Product(values, from + 1).Select(rest => (MetadataValue[])[value, .. rest]));
    }

    /// <summary>The combinations of values of some keys.</summary>
    private sealed class Combinations(MetadataKey[] keys)
    {
        private readonly MetadataSlot[] _slots = [.. keys.Select(static key => new MetadataSlot(key))];
        private readonly Dictionary<MetadataValue, int> _numbers = [];

        public MetadataKey[] Keys { get; } = keys;

        public bool TryAdd(MetadataValue[] values, int number) => _numbers.TryAdd(values.Length == 1 ? values[0] : MetadataValue.Of(new MetadataList(values)), number);

        public bool TryFind(Metadata metadata, out int number)
        {
            number = -1;
            if (_slots.Length == 1)
                return _slots[0].TryGet(metadata, out var only) && _numbers.TryGetValue(only, out number);
            var values = new MetadataValue[_slots.Length];
            for (var i = 0; i < values.Length; i++)
            {
                if (!_slots[i].TryGet(metadata, out values[i]))
                    return false;
            }

            return _numbers.TryGetValue(MetadataValue.Of(new MetadataList(values)), out number);
        }
    }
}
