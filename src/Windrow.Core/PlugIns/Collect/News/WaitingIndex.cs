using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect.News;

/// <summary>In which sets of this process a member is that does not count yet. Memory: 60 bytes for each such member.</summary>
internal sealed class WaitingIndex
{
    private readonly Dictionary<MessageId, object> _sets = []; // a set, or a list of several

    public void Add(MessageId identity, CollectedSet set)
    {
        if (!_sets.TryGetValue(identity, out var known))
            _sets.Add(identity, set);
        else if (known is List<CollectedSet> several && !several.Contains(set))
            several.Add(set);
        else if (known is CollectedSet one && one != set)
            _sets[identity] = new List<CollectedSet> { one, set };
    }

    public void Remove(MessageId identity, CollectedSet set)
    {
        if (!_sets.TryGetValue(identity, out var known))
            return;
        if (known == set)
            _sets.Remove(identity);
        else if (known is List<CollectedSet> several && several.Remove(set) && several.Count == 0)
            _sets.Remove(identity);
    }

    /// <summary>The set of a key in which a member is that does not count yet; null: there is none.</summary>
    public CollectedSet? Find(MessageId identity, Metadata key) => _sets.GetValueOrDefault(identity) switch
    {
        CollectedSet one when one.Key.Equals(key) => one,
        List<CollectedSet> several => several.FindLast(set => set.Key.Equals(key)),
        _ => null,
    };

    /// <summary>Adds the sets that a member is in and that may be meant.</summary>
    /// <param name="part">What is known of their key.</param>
    public void Find(MessageId identity, Metadata part, List<CollectedSet> into)
    {
        switch (_sets.GetValueOrDefault(identity))
        {
            case CollectedSet one when MemberNews.IsOf(part, one.Key):
                into.Add(one);
                break;
            case List<CollectedSet> several:
                into.AddRange(several.Where(set => MemberNews.IsOf(part, set.Key)));
                break;
        }
    }
}
