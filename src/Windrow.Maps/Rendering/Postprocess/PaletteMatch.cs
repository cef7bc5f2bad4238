using System.Runtime.Intrinsics;

namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>Finds a palette's colours; remembered by the upper bits of what is looked for, so that a pixel costs one look-up.</summary>
internal sealed class PaletteMatch
{
    private const int Channels = 4;

    // Of no colour, and small enough for its square.
    private const int Far = 1 << 14;

    private readonly uint[] _palette;
    private readonly int[][] _channels = new int[Channels][];
    private readonly ColourTable _exact = new();

    // One more than the index; 0: not looked for yet.
    private readonly short[] _nearest = new short[1 << 20];

    /// <param name="kept">The first so many colours of the palette stand for themselves.</param>
    public PaletteMatch(uint[] palette, int kept)
    {
        _palette = palette;
        for (var n = 0; n < kept; n++)
            _exact.Add(palette[n], n + 1);
        var whole = (palette.Length + Vector128<int>.Count - 1) / Vector128<int>.Count * Vector128<int>.Count;
        for (var channel = 0; channel < Channels; channel++)
        {
            var values = _channels[channel] = new int[whole];
            for (var n = 0; n < whole; n++)
                values[n] = n < palette.Length ? ColourCount.Channel(palette[n], channel) : Far;
        }
    }

    public uint this[int index] => _palette[index];

    /// <summary>The index of a colour that stands for itself, or -1.</summary>
    public int Exact(uint colour) => _exact[colour] - 1;

    /// <summary>The index of the colour that is near enough to be taken.</summary>
    public int Nearest(uint colour)
    {
        // Six bits of red, green and blue each, two of alpha.
        var key = ((colour >> 2) & 0x3F) | ((colour >> 4) & 0xFC0) | ((colour >> 6) & 0x3F000) | ((colour >> 12) & 0xC0000);
        ref var known = ref _nearest[key];
        if (known == 0)
            known = (short)(Search(colour) + 1);
        return known - 1;
    }

    private int Search(uint colour)
    {
        var (least, best) = (Vector128.Create(int.MaxValue), Vector128<int>.Zero);
        var index = Vector128.Create(0, 1, 2, 3);
        for (var n = 0; n < _channels[0].Length; n += Vector128<int>.Count)
        {
            var distance = Vector128<int>.Zero;
            for (var channel = 0; channel < Channels; channel++)
            {
                var difference = Vector128.Create<int>(_channels[channel].AsSpan(n)) - Vector128.Create(ColourCount.Channel(colour, channel));
                distance += difference * difference;
            }

            var nearer = Vector128.LessThan(distance, least);
            (least, best) = (Vector128.ConditionalSelect(nearer, distance, least), Vector128.ConditionalSelect(nearer, index, best));
            index += Vector128.Create(Vector128<int>.Count);
        }

        var nearest = 0;
        for (var lane = 1; lane < Vector128<int>.Count; lane++)
        {
            if ((least[lane], best[lane]).CompareTo((least[nearest], best[nearest])) < 0)
                nearest = lane;
        }

        return best[nearest];
    }
}
