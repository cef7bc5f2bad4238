using Windrow.Core.Messages;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>What a transaction decided, for when it is durable.</summary>
/// <param name="areMine">Whether this process carries out what is to leave.</param>
internal sealed class SharedDecisions(bool areMine = true)
{
    public bool AreMine => areMine;

    /// <summary>What is to leave, in the order of the decisions.</summary>
    public List<(SharedEmissionRow Row, Metadata Key)> Emitted { get; } = [];

    /// <summary>What was given up.</summary>
    public List<(Metadata Key, int Count, int Missing)> Dropped { get; } = [];

    /// <summary>For which sets something came too late.</summary>
    public List<(long Set, MessageId Member, Metadata Key, bool HasLeft, DateTime At)> Late { get; } = [];

    /// <summary>Sets that were begun.</summary>
    public int Begun { get; set; }

    /// <summary>The first time at which a set that was worked on is to be looked at, UTC.</summary>
    public DateTime Next { get; set; } = DateTime.MaxValue;

    public void Clear()
    {
        Emitted.Clear();
        Dropped.Clear();
        Late.Clear();
        (Begun, Next) = (0, DateTime.MaxValue);
    }

    public bool HasAlert(SetState set) => Emitted.Exists(each => each.Row.IsAlert && each.Row.Set == set.Number);

    public void Note(SharedSetRow row)
    {
        if (row.LookAt < Next)
            Next = row.LookAt;
    }
}
