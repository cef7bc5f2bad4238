using Windrow.Core.Messages;

namespace Windrow.Core.State.Sets;

/// <summary>
/// A set of a <c>collect</c> action that all processes of a flow have in common, as the store keeps it. What its numbers mean is the action's;
/// the store finds it by its key, by its number and by when it is to be looked at.
/// </summary>
public sealed class SharedSetRow
{
    /// <summary>Unique in the store, rising.</summary>
    public required long Number { get; init; }

    /// <summary>The number of the first set of the key: within all that followed it an identity is known once.</summary>
    public required long Home { get; init; }

    /// <summary>Which action it belongs to.</summary>
    public required string Scope { get; init; }

    /// <summary>Hash of the key.</summary>
    public required MessageId KeyId { get; init; }

    /// <summary>What its members have in common, as <see cref="Binary.MetadataBinary"/> writes it.</summary>
    public required byte[] Key { get; init; }

    /// <summary>The key for people, such as <c>date=20260729,step=6</c>.</summary>
    public required string KeyText { get; init; }

    /// <summary>Whether it is the last set of its key, to which members come.</summary>
    public bool IsLatest { get; set; } = true;

    public byte Phase { get; set; }

    /// <summary>How often it was emitted.</summary>
    public int Revision { get; set; }

    /// <summary>Members that count.</summary>
    public long Members { get; set; }

    /// <summary>Members that are known and do not count yet.</summary>
    public long Waiting { get; set; }

    /// <summary>The number of its last member; members have rising numbers from 1.</summary>
    public int LastMember { get; set; }

    /// <summary>How many members the sets of the key have got from the first one on: the store's own, which places them by it.</summary>
    public long Stored { get; set; }

    /// <summary>Which of the listed members are in, a bit each; null: none is.</summary>
    public byte[]? Listed { get; set; }

    /// <summary>How many members are to come, where that is told by something outside the configuration.</summary>
    public long? Expected { get; set; }

    /// <summary>When its first member came, or the first of those that made it open again; UTC.</summary>
    public DateTime Began { get; set; }

    /// <summary>When its last member came, UTC.</summary>
    public DateTime Last { get; set; }

    /// <summary>When it was over, UTC.</summary>
    public DateTime Ended { get; set; }

    /// <summary>By how much an operator has put its deadline off.</summary>
    public TimeSpan Extended { get; set; }

    /// <summary>When one of the processes is to look at it, UTC.</summary>
    public DateTime LookAt { get; set; } = DateTime.MaxValue;

    /// <summary>Whether its members are to be removed.</summary>
    public bool IsSpent { get; set; }
}
