using System.Diagnostics;
using System.Globalization;
using Windrow.Maps.Rendering.Drawing;
using Windrow.Maps.Rendering.Json;

namespace Windrow.Bench;

/// <summary>The floor: a process that calls Magics for one order after the other and does nothing else. It prints the seconds of its first call.</summary>
internal static class MapsBareLoop
{
    public const string Argument = "--maps-bare-loop";

    /// <param name="file">Orders, one a line.</param>
    public static int Run(string file)
    {
        var first = 0.0;
        foreach (var line in File.ReadLines(file))
        {
            var order = MapOrderJson.ReadLine(line);
            var start = Stopwatch.GetTimestamp();
            MagicsPlot.Draw(order, order.Output);
            first = first == 0 ? Stopwatch.GetElapsedTime(start).TotalSeconds : first;
        }

        Console.Out.WriteLine(first.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
