namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>Some of a picture's colours that lie near each other: a part of all of them, with at least one.</summary>
internal sealed class ColourBox
{
    private const int Channels = 4;

    private readonly ColourCount[] _all;
    private readonly int _start;
    private readonly int _end;
    private int _channel;
    private int _length;
    private long _pixels;

    /// <param name="start">The first of them.</param>
    /// <param name="end">Behind the last of them.</param>
    public ColourBox(ColourCount[] all, int start, int end)
    {
        (_all, _start, _end) = (all, start, end);
        Measure();
    }

    /// <summary>How much it errs to take one colour for all of them; 0 when there is only one.</summary>
    public long Error { get; private set; }

    /// <summary>Halves it by count of pixels, along its longest side.</summary>
    /// <param name="scratch">As long as all colours.</param>
    public (ColourBox Lower, ColourBox Upper) Halve(ColourCount[] scratch)
    {
        Sort(scratch);
        var (middle, half) = (_start, 0L);
        do
            half += _all[middle++].Count;
        while (2 * half < _pixels && middle < _end - 1);
        return (new ColourBox(_all, _start, middle), new ColourBox(_all, middle, _end));
    }

    /// <summary>The mean of its pixels.</summary>
    public uint Mean()
    {
        var mean = 0u;
        for (var channel = 0; channel < Channels; channel++)
        {
            var sum = 0L;
            for (var n = _start; n < _end; n++)
                sum += (long)ColourCount.Channel(_all[n].Colour, channel) * _all[n].Count;
            mean |= (uint)((sum + (_pixels / 2)) / _pixels) << (8 * channel);
        }

        return mean;
    }

    private void Measure()
    {
        for (var n = _start; n < _end; n++)
            _pixels += _all[n].Count;
        for (var channel = 0; channel < Channels; channel++)
        {
            var (least, most) = (255, 0);
            for (var n = _start; n < _end; n++)
            {
                var value = ColourCount.Channel(_all[n].Colour, channel);
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }

            if (most - least > _length)
                (_channel, _length) = (channel, most - least);
        }

        Error = _pixels * _length;
    }

    // By the values of one channel, of which there are 256: counted, not compared.
    private void Sort(ColourCount[] scratch)
    {
        Span<int> places = stackalloc int[257];
        places.Clear();
        for (var n = _start; n < _end; n++)
            places[ColourCount.Channel(_all[n].Colour, _channel) + 1]++;
        for (var value = 1; value < places.Length; value++)
            places[value] += places[value - 1];
        for (var n = _start; n < _end; n++)
            scratch[places[ColourCount.Channel(_all[n].Colour, _channel)]++] = _all[n];
        Array.Copy(scratch, 0, _all, _start, _end - _start);
    }
}
