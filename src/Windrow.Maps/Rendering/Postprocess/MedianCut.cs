namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>
/// Chooses colours by median cut: the box of colours that errs most is halved, until there are enough boxes; a box's colour is its mean.
/// P. Heckbert, "Color image quantization for frame buffer display", SIGGRAPH 1982.
/// </summary>
internal static class MedianCut
{
    /// <param name="colours">Put into another order.</param>
    /// <returns>At most <paramref name="wanted"/> colours, at least one.</returns>
    public static uint[] Choose(ColourCount[] colours, int wanted)
    {
        var boxes = new ColourBox[wanted];
        var scratch = new ColourCount[colours.Length];
        boxes[0] = new ColourBox(colours, 0, colours.Length);
        var count = 1;
        while (count < wanted)
        {
            var worst = 0;
            for (var n = 1; n < count; n++)
            {
                if (boxes[n].Error > boxes[worst].Error)
                    worst = n;
            }

            if (boxes[worst].Error == 0)
                break;
            (boxes[worst], boxes[count++]) = boxes[worst].Halve(scratch);
        }

        var chosen = new uint[count];
        for (var n = 0; n < count; n++)
            chosen[n] = boxes[n].Mean();
        return chosen;
    }
}
