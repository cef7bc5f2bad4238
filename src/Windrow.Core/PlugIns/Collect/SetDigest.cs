using Windrow.Core.Chains;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Takes the members of a set one by one and makes the message that tells about it.</summary>
internal sealed class SetDigest(CollectOptions options, MemberListFiles? files)
{
    private readonly bool[] _isIn = new bool[options.Members.Count];
    private readonly List<MetadataValue> _members = [];
    private readonly List<Origin> _inputs = [];
    private MetadataValue[] _chain = []; // the longest, so that a circle has an end
    private MessageId _union;

    /// <param name="entry">What the list of the members tells of it; null: where it came from.</param>
    public void Add(MessageId id, in MemberOrigin from, IEnumerable<int> are, MetadataValue? entry)
    {
        _union = _union.Union(id);
        _members.Add(entry ?? from.Origin.ToString());
        _inputs.AddRange(from.Inputs);
        if (from.Chain.Length > _chain.Length || (from.Chain.Length == _chain.Length && IsBefore(from.Chain, _chain)))
            _chain = from.Chain;
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
            SetMembers(metadata, emission).Set("revision", (long)emission.Revision);
        if (emission.Set.Waiting > 0 && emission.IsAlert)
            metadata.Set("waiting", (long)emission.Set.Waiting);
        var missing = Enumerable.Range(0, options.Members.Count).Where(member => !_isIn[member]).Select(member => MetadataValue.Of(options.Members.ValuesOf(member))).ToArray();
        if (missing.Length > 0)
            metadata.Set("missing", MetadataValue.Of(new MetadataList(missing)));
        if (_chain.Length > 0)
            metadata.Set(ChainKeys.Chain, MetadataValue.Of(new MetadataList(_chain)));
        var kind = emission.IsAlert ? MessageKind.Event : MessageKind.Dataset;

        // An alert has the number of no revision, and may be of a set of which no member counts yet.
        if (_inputs.Count == 0)
            return output.Fold(part, default(MessageId).With(System.Runtime.InteropServices.MemoryMarshal.AsBytes(emission.Set.Key.ToString().AsSpan())), -1, kind, metadata.Build(), new Origin("collect", emission.Set.Key.ToString()), new Lineage());
        return output.Fold(part, _union, emission.IsAlert ? -1 : emission.Revision, kind, metadata.Build(), _inputs[^1], new Lineage([.. _inputs]));
    }

    // Of several that are as long it is the same one, in whatever order the members came.
    private static bool IsBefore(MetadataValue[] one, MetadataValue[] other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (string.CompareOrdinal(one[i].ToString(), other[i].ToString()) is var difference and not 0)
                return difference < 0;
        }

        return false;
    }

    private MetadataBuilder SetMembers(MetadataBuilder metadata, Emission emission)
    {
        if (options.ListOrder == ListOrder.Value)
            _members.Sort(static (one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));
        return files is null
            ? metadata.Set("members", MetadataValue.Of(new MetadataList([.. _members])))
            : metadata.Set("memberList", files.Write(emission.Set.Key, _members));
    }
}
