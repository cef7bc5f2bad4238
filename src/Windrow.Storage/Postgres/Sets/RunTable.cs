using System.Numerics;
using Windrow.Core.Messages;

namespace Windrow.Storage.Postgres.Sets;

/// <summary>In which run each member of a home is. Members are known by 44 bits of their number, so now and then one is named that is another: the caller looks.</summary>
internal sealed class RunTable
{
    private const int RunBits = 20;

    // The bits of the member, and behind them its run plus one; 0: nothing.
    private ulong[] _slots = new ulong[16_384];

    /// <summary>So many members, from the first that came, are in it.</summary>
    public long Stored { get; set; }

    public int Count { get; private set; }

    /// <summary>Adds a member, or finds that it is in.</summary>
    public void Add(MessageId identity, int run)
    {
        if (Count >= _slots.Length / 4 * 3)
            Grow();
        if (Put(BitsOf(identity) | ((ulong)run + 1)))
            Count++;
    }

    /// <summary>Adds the runs in which a member may be.</summary>
    public void Find(MessageId identity, List<int> into)
    {
        var bits = BitsOf(identity);
        var mask = (ulong)_slots.Length - 1;
        for (var place = PlaceOf(bits) & mask; _slots[place] is not 0 and var slot; place = (place + 1) & mask)
        {
            if (slot >> RunBits != bits >> RunBits)
                continue;
            var run = (int)(slot & ((1UL << RunBits) - 1)) - 1;
            if (!into.Contains(run))
                into.Add(run);
        }
    }

    private static ulong BitsOf(MessageId identity) => (identity.High ^ BitOperations.RotateLeft(identity.Low, 32)) * 0x9E3779B97F4A7C15 & ~((1UL << RunBits) - 1);

    private static ulong PlaceOf(ulong bits) => bits >> RunBits;

    private bool Put(ulong slot)
    {
        var mask = (ulong)_slots.Length - 1;
        var place = PlaceOf(slot) & mask;
        for (; _slots[place] != 0; place = (place + 1) & mask)
        {
            if (_slots[place] == slot)
                return false;
        }

        _slots[place] = slot;
        return true;
    }

    private void Grow()
    {
        var before = _slots;
        _slots = new ulong[before.Length * 2];
        foreach (var slot in before)
        {
            if (slot != 0)
                Put(slot);
        }
    }
}
