namespace Windrow.Core.Payloads;

/// <summary>
/// What a message carries, counted by reference. The last holder may change it in place; while it is shared it is
/// read-only and a change needs a copy.
/// </summary>
public abstract class Payload
{
    public static readonly Payload None = new NoPayload();

    private int _holders = 1;

    /// <summary>Size in bytes, for caps on queues and credit.</summary>
    public abstract long Bytes { get; }

    /// <summary>How the payload leaves the process; null: it cannot, so its message cannot be stored.</summary>
    public virtual PayloadFormat? Format => null;

    public bool IsShared => Volatile.Read(ref _holders) > 1;

    /// <summary>
    /// True: the memory is somebody else's, lent until the call that brought the message returns. Whoever keeps such a message
    /// longer takes a copy first (<see cref="Messages.Message.Own"/>).
    /// </summary>
    public virtual bool IsLent => false;

    /// <summary>The same payload in memory of its own; itself, where that is so already. The caller's hold of it goes over.</summary>
    public virtual Payload Own() => this;

    /// <summary>One holder more.</summary>
    public virtual Payload Add()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>One holder less; the last one gives the memory back.</summary>
    public virtual void Release()
    {
        // As in DeliveryPart: seeing 1, the caller is the only holder.
        if (Volatile.Read(ref _holders) == 1)
            _holders = 0;
        else if (Interlocked.Decrement(ref _holders) != 0)
            return;
        Free();
    }

    /// <summary>Gives back what the payload holds; called once.</summary>
    protected abstract void Free();

    private sealed class NoPayload : Payload
    {
        public override long Bytes => 0;

        public override Payload Add() => this;

        public override void Release()
        {
        }

        protected override void Free()
        {
        }
    }
}
