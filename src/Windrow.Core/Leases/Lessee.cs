using Windrow.Core.State;

namespace Windrow.Core.Leases;

/// <summary>
/// Takes, renews and gives back leases, within a transaction of the store: with whatever else is to happen if, and only
/// if, the lease is had.
/// </summary>
/// <remarks>
/// The end of a lease is told by the wall clock, since hosts have no other clock in common. It may be wrong or jump: a
/// renewal never brings the end nearer, so that a clock set back lets nobody in while the holder renews; and where a
/// clock set forward lets another in, the token tells the one before that it has lost.
/// </remarks>
/// <param name="self">The process that will hold what is taken.</param>
public sealed class Lessee(TimeProvider time, ProcessIdentity self)
{
    /// <summary>Takes a lease that nobody has, or whose time is over.</summary>
    /// <param name="isAloneOnHost">
    /// Whether it is known by other means, a lock of the operating system, that no other process of this host can have the
    /// lease: one that a process of this host has not given back is of a dead one then, and is taken at once.
    /// </param>
    /// <param name="other">The lease as another has it, when it cannot be taken.</param>
    /// <returns>Null: another has it.</returns>
    public Lease? TryTake(IStateTransaction transaction, string name, TimeSpan length, bool isAloneOnHost, out Lease? other)
    {
        var now = time.GetUtcNow();
        other = transaction.FindLease(name);
        if (other is not null && now < other.Until && !(isAloneOnHost && other.Holder.Host == self.Host))
            return null;
        var taken = new Lease(name, self, (other?.Token ?? 0) + 1, now, now + length);
        transaction.PutLease(taken);
        other = null;
        return taken;
    }

    /// <summary>Puts the end of a lease off. One whose time was over, and that nobody has taken meanwhile, is had as before.</summary>
    /// <returns>Null: it is lost.</returns>
    public Lease? Renew(IStateTransaction transaction, Lease lease, TimeSpan length)
    {
        if (Current(transaction, lease) is not { } current)
            return null;
        var until = time.GetUtcNow() + length;
        var renewed = current with { Until = until > current.Until ? until : current.Until };
        transaction.PutLease(renewed);
        return renewed;
    }

    /// <summary>Gives a lease back, unless it is lost.</summary>
    public static void Release(IStateTransaction transaction, Lease lease)
    {
        // The row stays, for its token.
        if (Current(transaction, lease) is { } current)
            transaction.PutLease(current with { Until = DateTimeOffset.MinValue });
    }

    private static Lease? Current(IStateTransaction transaction, Lease lease) =>
        transaction.FindLease(lease.Name) is { } current && current.Token == lease.Token && current.Until > DateTimeOffset.MinValue ? current : null;
}
