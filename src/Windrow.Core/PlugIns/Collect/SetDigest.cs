using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Takes the members of a set one by one and makes the message that tells about it.</summary>
internal sealed class SetDigest(ExpectedMembers expected)
{
    private readonly bool[] _isIn = new bool[expected.Count];
    private readonly List<MetadataValue> _members = [];
    private readonly List<Origin> _inputs = [];
    private MessageId _union;

    /// <param name="handed">What the message lists of it; null: where it came from.</param>
    public void Add(MessageId id, Origin origin, ReadOnlySpan<Origin> inputs, IEnumerable<int> are, Metadata? handed)
    {
        _union = _union.Union(id);
        _members.Add(handed is null ? origin.ToString() : MetadataValue.Of(handed));
        _inputs.AddRange(inputs);
        foreach (var member in are)
            _isIn[member] = true;
    }

    /// <summary>
    /// The message. Its id is made of the members and the revision alone, so that it is the same when it is made again.
    /// </summary>
    /// <param name="part">What it owes to.</param>
    public Message Build(Emission emission, DeliveryPart? part, Output output)
    {
        var metadata = emission.Set.Key.Change()
            .Set("count", (long)_members.Count)
            .Set("complete", emission.IsComplete);
        if (emission.IsAlert)
            metadata.Set("alert", "incomplete");
        else
            metadata.Set("members", MetadataValue.Of(new MetadataList([.. _members]))).Set("revision", (long)emission.Revision);
        var missing = Enumerable.Range(0, expected.Count).Where(member => !_isIn[member]).Select(member => MetadataValue.Of(expected.ValuesOf(member))).ToArray();
        if (missing.Length > 0)
            metadata.Set("missing", MetadataValue.Of(new MetadataList(missing)));
        var kind = emission.IsAlert ? MessageKind.Event : MessageKind.Dataset;

        // An alert has the number of no revision.
        return output.Fold(part, _union, emission.IsAlert ? -1 : emission.Revision, kind, metadata.Build(), _inputs[^1], new Lineage([.. _inputs]));
    }
}
