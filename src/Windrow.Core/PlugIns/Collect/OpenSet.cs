using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A set that is not complete yet.</summary>
internal sealed class OpenSet(Metadata key, CollectOptions options)
{
    private readonly HashSet<MessageId> _ids = [];
    private readonly HashSet<MetadataValue>[] _missing = [.. options.Expect.Select(static entry => new HashSet<MetadataValue>(entry.Values))];

    public Metadata Key { get; } = key;

    public List<Message> Members { get; } = [];

    public ITimer? Timer { get; set; }

    public bool IsComplete => (options.Count is null || Members.Count >= options.Count) && Array.TrueForAll(_missing, static values => values.Count == 0);

    /// <summary>The union of the members' ids: the set's own, whatever the order in which they came.</summary>
    public MessageId Union => Members.Aggregate(default(MessageId), static (union, member) => union.Union(member.Id));

    /// <summary>Where the members came from.</summary>
    public Lineage Lineage
    {
        get
        {
            var origins = new List<Origin>();
            foreach (var member in Members)
                origins.AddRange(member.Inputs);
            return new Lineage([.. origins]);
        }
    }

    /// <returns>False: the message is a member already.</returns>
    public bool Add(Message message)
    {
        if (!_ids.Add(message.Id))
            return false;
        Members.Add(message);
        for (var i = 0; i < _missing.Length; i++)
        {
            if (message.Metadata.TryGet(options.Expect[i].Key, out var value))
                _missing[i].Remove(value);
        }

        return true;
    }
}
