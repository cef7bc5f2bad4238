using System.Numerics;
using System.Runtime.CompilerServices;

namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>
/// A number for each of many colours, in one flat array: it is asked for every pixel, and in a worker that lives for some dozens of pictures a
/// framework's dictionary is never compiled well.
/// </summary>
internal sealed class ColourTable
{
    private (uint Colour, int Number)[] _slots = new (uint, int)[1 << 12];
    private int _shift = 32 - 12;

    /// <summary>How many colours there are.</summary>
    public int Count { get; private set; }

    /// <summary>The number of a colour, 0 when it has none. Numbers are positive.</summary>
    public int this[uint colour] => _slots[Find(colour)].Number;

    public void Add(uint colour, int number)
    {
        ref var slot = ref _slots[Find(colour)];
        if (slot.Number == 0)
        {
            if (2 * ++Count > _slots.Length)
            {
                Grow();
                slot = ref _slots[Find(colour)];
            }

            slot.Colour = colour;
        }

        slot.Number += number;
    }

    /// <summary>All of them; the order is the same for the same colours that came in the same order.</summary>
    public ColourCount[] All()
    {
        var (all, next) = (new ColourCount[Count], 0);
        foreach (var (colour, number) in _slots)
        {
            if (number != 0)
                all[next++] = new ColourCount(colour, number);
        }

        return all;
    }

    // Its slot, or the free one where it belongs. D. Knuth, The Art of Computer Programming 3, 6.4: multiplicative hashing, linear probing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Find(uint colour)
    {
        var (slots, mask) = (_slots, (uint)_slots.Length - 1);
        var at = (colour * 0x9E3779B1) >> _shift;
        while (slots[at].Number != 0 && slots[at].Colour != colour)
            at = (at + 1) & mask;
        return at;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new (uint, int)[2 * old.Length];
        _shift = 32 - BitOperations.Log2((uint)_slots.Length);
        foreach (var slot in old)
        {
            if (slot.Number != 0)
                _slots[Find(slot.Colour)] = slot;
        }
    }
}
