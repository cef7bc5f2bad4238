namespace Windrow.Core.Plans;

/// <summary>What one action did, added up over its lanes. The lanes count on meanwhile, so a number may be a moment old.</summary>
public sealed class ActionCounters
{
    public long In { get; private set; }

    public long Out { get; private set; }

    public long Dropped { get; private set; }

    public long Delivered { get; private set; }

    public long Absorbed { get; private set; }

    public long Retried { get; private set; }

    public long Dead { get; private set; }

    /// <summary>Those of the dropped that came too late for what they belong to.</summary>
    public long Late { get; private set; }

    /// <summary>Failures by their class, in the order of <see cref="Errors.ErrorClass"/>.</summary>
    public long[] Failures { get; } = new long[Enum.GetValues<Errors.ErrorClass>().Length];

    internal void Add(long taken, long emitted, long dropped, long delivered, long absorbed, long retried, long dead, long late, ReadOnlySpan<long> failures)
    {
        for (var i = 0; i < Failures.Length; i++)
            Failures[i] += failures[i];
        In += taken;
        Out += emitted;
        Dropped += dropped;
        Delivered += delivered;
        Absorbed += absorbed;
        Retried += retried;
        Dead += dead;
        Late += late;
    }
}
