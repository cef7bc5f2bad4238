using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect.News;

/// <summary>What was told of a member by messages without the whole key of its set, in the memory of one process.</summary>
/// <param name="part">What they had of the key: a set has to have the same.</param>
internal sealed class MemberNews(MessageId identity, Metadata part)
{
    public MessageId Identity => identity;

    public Metadata Part => part;

    /// <summary>What is told: keys that the condition asks for.</summary>
    public Metadata Known { get; set; } = Metadata.Empty;

    /// <summary>When something was told the last time, UTC.</summary>
    public DateTime Last { get; set; }

    /// <summary>Whether a set had the member, or has got it since.</summary>
    public bool IsUsed { get; set; }

    /// <summary>What was told of the same member with another part of the key.</summary>
    public MemberNews? Next { get; set; }

    public LinkedListNode<MemberNews>? Place { get; set; }

    /// <summary>Whether a set with this key may be meant.</summary>
    /// <param name="part">What was told of the key.</param>
    public static bool IsOf(Metadata part, Metadata key)
    {
        foreach (var (name, value) in part)
        {
            if (!key.TryGet(name, out var other) || !value.Equals(other))
                return false;
        }

        return true;
    }
}
