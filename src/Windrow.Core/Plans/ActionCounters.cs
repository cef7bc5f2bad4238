namespace Windrow.Core.Plans;

/// <summary>
/// What one action did, in one lane. Only the lane's thread writes, so counting is a plain increment; readers add the
/// lanes up and may see a number that is a moment old.
/// </summary>
public sealed class ActionCounters
{
    public long In { get; internal set; }

    public long Out { get; internal set; }

    public long Dropped { get; internal set; }

    public long Delivered { get; internal set; }

    public long Absorbed { get; internal set; }

    public long Retried { get; internal set; }

    public long Dead { get; internal set; }

    internal void AddTo(ActionCounters sum)
    {
        sum.In += In;
        sum.Out += Out;
        sum.Dropped += Dropped;
        sum.Delivered += Delivered;
        sum.Absorbed += Absorbed;
        sum.Retried += Retried;
        sum.Dead += Dead;
    }
}
