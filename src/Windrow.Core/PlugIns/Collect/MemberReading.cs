using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Finds out of a message what its set is to know of the member: whether it counts, and what the list of members tells of it.</summary>
internal sealed class MemberReading(CollectOptions options)
{
    private readonly MetadataSlot[] _asked = options.ReadyWhen is { } when ? [.. KeysOf(when).Select(static key => new MetadataSlot(key))] : [];

    /// <param name="failure">Why the message cannot be told in the list of members.</param>
    public bool TryRead(Metadata metadata, out MemberFacts facts, out Failure? failure)
    {
        failure = null;
        string? entry = null;
        try
        {
            entry = options.List?.Compose(metadata);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or FormatException)
        {
            failure = Failure.Permanent($"the message cannot be told in the list of members: {exception.Message}", "select messages that have the keys of 'list', or set them before");
        }

        facts = new MemberFacts(IsReady: true, Metadata.Empty, entry);
        if (_asked.Length > 0)
            facts = Judged(facts with { Known = Asked(metadata) });
        return failure is null;
    }

    /// <summary>What is known of a member when something new comes for it, which goes before what was known.</summary>
    public MemberFacts Join(Metadata before, in MemberFacts now)
    {
        var known = before.Change();
        foreach (var (key, value) in now.Known)
            known.Set(key, value);
        return Judged(now with { Known = known.Build() });
    }

    /// <summary>What is known of a member when something was told of it that says nothing of its set.</summary>
    public MemberFacts Hear(in MemberFacts facts, Metadata news) => Join(facts.Known, facts with { Known = news });

    /// <summary>What a message says of what the condition asks for.</summary>
    public Metadata Asked(Metadata metadata)
    {
        var known = new MetadataBuilder();
        foreach (var slot in _asked)
        {
            if (slot.TryGet(metadata, out var value))
                known.Set(slot.Key, value);
        }

        return known.Build();
    }

    private MemberFacts Judged(in MemberFacts facts) => facts with { IsReady = options.ReadyWhen?.Matches(facts.Known) ?? true };

    private static HashSet<MetadataKey> KeysOf(Filters.Filter filter)
    {
        var keys = new HashSet<MetadataKey>();
        filter.CollectKeys(keys);
        return keys;
    }
}
