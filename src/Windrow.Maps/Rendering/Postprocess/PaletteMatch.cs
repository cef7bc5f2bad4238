namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>Finds a palette's colours; remembered by the upper bits of what is looked for, so that a pixel costs one look-up.</summary>
internal sealed class PaletteMatch
{
    private const int Unknown = -1;

    private readonly uint[] _palette;
    private readonly Dictionary<uint, int> _exact = [];
    private readonly short[] _nearest = new short[1 << 20];

    /// <param name="kept">The first so many colours of the palette stand for themselves.</param>
    public PaletteMatch(List<uint> palette, int kept)
    {
        _palette = [.. palette];
        for (var n = 0; n < kept; n++)
            _exact[_palette[n]] = n;
        Array.Fill(_nearest, (short)Unknown);
    }

    public uint this[int index] => _palette[index];

    /// <summary>The index of a colour that stands for itself, or -1.</summary>
    public int Exact(uint colour) => _exact.TryGetValue(colour, out var index) ? index : Unknown;

    /// <summary>The index of the colour that is near enough to be taken.</summary>
    public int Nearest(uint colour)
    {
        // Six bits of red, green and blue each, two of alpha.
        var key = ((colour >> 2) & 0x3F) | ((colour >> 4) & 0xFC0) | ((colour >> 6) & 0x3F000) | ((colour >> 12) & 0xC0000);
        ref var known = ref _nearest[key];
        if (known == Unknown)
            known = (short)Search(colour);
        return known;
    }

    private int Search(uint colour)
    {
        var (best, least) = (0, int.MaxValue);
        for (var n = 0; n < _palette.Length; n++)
        {
            var distance = 0;
            for (var channel = 0; channel < 4; channel++)
            {
                var difference = ColourCount.Channel(_palette[n], channel) - ColourCount.Channel(colour, channel);
                distance += difference * difference;
            }

            if (distance < least)
                (best, least) = (n, distance);
        }

        return best;
    }
}
