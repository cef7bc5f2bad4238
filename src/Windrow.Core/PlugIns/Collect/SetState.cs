using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A set as it is judged, wherever its members are.</summary>
internal abstract class SetState(long number, Metadata key)
{
    /// <summary>Unique within the action, rising; never used again while the set is remembered.</summary>
    public long Number { get; } = number;

    public Metadata Key { get; } = key;

    public abstract SetPhase Phase { get; set; }

    /// <summary>How often it was emitted.</summary>
    public abstract int Revision { get; set; }

    /// <summary>When its first member came, or the first of those that made it open again; UTC.</summary>
    public abstract DateTime Began { get; set; }

    /// <summary>When its last member came, UTC.</summary>
    public abstract DateTime Last { get; set; }

    /// <summary>When it was over, UTC.</summary>
    public abstract DateTime Ended { get; set; }

    /// <summary>By how much an operator has put its deadline off.</summary>
    public abstract TimeSpan Extended { get; set; }

    /// <summary>How many members are to come, where that is told by something outside the configuration; null: nobody has told yet.</summary>
    public abstract long? Expected { get; set; }

    /// <summary>Members that count.</summary>
    public abstract int Count { get; }

    /// <summary>Members that are known and do not count yet.</summary>
    public abstract int Waiting { get; }

    /// <summary>The number of its last member; members have rising numbers from 1.</summary>
    public abstract int LastMember { get; set; }

    /// <summary>What was decided and has not reached its end.</summary>
    public List<Emission> Due { get; } = [];

    public bool IsOpen => Phase is SetPhase.Open or SetPhase.Alerted or SetPhase.Early;

    public bool IsCriticalIn => Missing(Tier.Critical) == 0;

    public abstract int Missing(Tier tier);

    /// <summary>Whether it may be emitted early: so many of each group of listed members are in, or so many members where none are listed.</summary>
    public virtual bool HasOfEach(int early) => false;

    /// <summary>A late member makes it one that waits again; its times count from now.</summary>
    public void Reopen(DateTime now)
    {
        Phase = SetPhase.Open;
        Began = now;
        Extended = TimeSpan.Zero;
    }

    public void End(SetPhase phase, DateTime now)
    {
        Phase = phase;
        Ended = now;
    }
}
