namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>
/// Chooses colours by median cut: the box of colours that holds most of the error is halved by count along its longest side,
/// until there are enough boxes; a box's colour is its mean. P. Heckbert, "Color image quantization for frame buffer display", SIGGRAPH 1982.
/// </summary>
internal static class MedianCut
{
    private const int Channels = 4;

    /// <returns>At most <paramref name="wanted"/> colours.</returns>
    public static List<uint> Choose(IReadOnlyList<ColourCount> colours, int wanted)
    {
        var all = colours.ToArray();
        var boxes = new PriorityQueue<(Range Range, int Channel), (long, int)>();
        var done = new List<Range>();
        Add(boxes, done, all, 0..all.Length);
        while (boxes.Count > 0 && boxes.Count + done.Count < wanted)
        {
            var (box, channel) = boxes.Dequeue();
            var (start, end) = (box.Start.Value, box.End.Value);
            Array.Sort(all, start, end - start, Comparer<ColourCount>.Create((left, right) =>
            {
                var order = ColourCount.Channel(left.Colour, channel) - ColourCount.Channel(right.Colour, channel);
                return order != 0 ? order : left.Colour.CompareTo(right.Colour);
            }));
            var middle = Middle(all, start, end);
            Add(boxes, done, all, start..middle);
            Add(boxes, done, all, middle..end);
        }

        return [.. done.Concat(boxes.UnorderedItems.Select(static item => item.Element.Range)).OrderBy(static box => box.Start.Value).Select(box => Mean(all.AsSpan(box))).Distinct()];
    }

    private static void Add(PriorityQueue<(Range Range, int Channel), (long, int)> boxes, List<Range> done, ColourCount[] all, Range box)
    {
        var (channel, length) = Longest(all.AsSpan(box));
        if (length == 0)
        {
            done.Add(box);
            return;
        }

        var count = 0L;
        foreach (var colour in all.AsSpan(box))
            count += colour.Count;
        boxes.Enqueue((box, channel), (-count * length, box.Start.Value));
    }

    private static (int Channel, int Length) Longest(ReadOnlySpan<ColourCount> box)
    {
        var best = (Channel: 0, Length: 0);
        for (var channel = 0; channel < Channels; channel++)
        {
            var (least, most) = (255, 0);
            foreach (var colour in box)
            {
                var value = ColourCount.Channel(colour.Colour, channel);
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }

            if (most - least > best.Length)
                best = (channel, most - least);
        }

        return best;
    }

    // Neither half is empty.
    private static int Middle(ColourCount[] all, int start, int end)
    {
        var total = 0L;
        for (var n = start; n < end; n++)
            total += all[n].Count;
        var half = 0L;
        for (var n = start; n < end - 1; n++)
        {
            half += all[n].Count;
            if (2 * half >= total)
                return n + 1;
        }

        return end - 1;
    }

    private static uint Mean(ReadOnlySpan<ColourCount> box)
    {
        Span<long> sums = stackalloc long[Channels];
        sums.Clear();
        var total = 0L;
        foreach (var colour in box)
        {
            total += colour.Count;
            for (var channel = 0; channel < Channels; channel++)
                sums[channel] += (long)ColourCount.Channel(colour.Colour, channel) * colour.Count;
        }

        var mean = 0u;
        for (var channel = 0; channel < Channels; channel++)
            mean |= (uint)((sums[channel] + (total / 2)) / total) << (8 * channel);
        return mean;
    }
}
