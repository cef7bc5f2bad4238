using System.Diagnostics;
using System.Globalization;
using Windrow.Core;
using Windrow.Maps.Rendering;
using Windrow.Maps.Rendering.Json;

namespace Windrow.Bench;

/// <summary>
/// Maps through workers against a bare loop over Magics in as many processes, start of the processes included on both sides;
/// and one map, from nothing to its file on disk, against the bare call.
/// </summary>
internal static class MapsRenderBench
{
    private const int Workers = 2;
    private const int Orders = 32;
    private const int Rounds = 3;

    public static IEnumerable<Figure> Run()
    {
        // For this process's children as well: the bare loop has nobody to set them.
        Environment.SetEnvironmentVariable("MAGPLUS_HOME", "/usr");
        Environment.SetEnvironmentVariable("MAGPLUS_QUIET", "1");
        var (plain, reduced, bare, single) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var (plainRatios, reducedRatios, calls) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            using var folder = new TemporaryFolder();
            var floor = Bare(MapsOrders.Make(folder, Orders, quantize: false), folder);
            var pool = Pool(MapsOrders.Make(folder, Orders, quantize: false), recycleAfter: int.MaxValue);
            var full = Pool(MapsOrders.Make(folder, Orders, quantize: true), recycleAfter: 8);
            var call = Bare(MapsOrders.Make(folder, 1, quantize: false), folder, processes: 1);
            var one = Pool(MapsOrders.Make(folder, 1, quantize: false), recycleAfter: 8);
            if (round == 0)
                continue; // the disk's cache is warm from here on
            bare.Add(floor.Wall);
            plain.Add(pool);
            reduced.Add(full);
            plainRatios.Add(floor.Wall / pool);
            reducedRatios.Add(floor.Wall / full);
            calls.Add(call.First);
            single.Add(one - (1.1 * call.First));
        }

        var floorText = string.Create(CultureInfo.InvariantCulture, $"{Orders / Measure.Median(bare):0.00} orders/s in a bare loop, {Workers} processes, {Orders} orders");
        yield return new Figure("maps, workers / bare loop", 100 * Measure.Median(plainRatios), "%", 95, false, $"{Orders / Measure.Median(plain):0.00} against {floorText}");
        yield return new Figure("maps, quantised and recycled", 100 * Measure.Median(reducedRatios), "%", 88, false, $"{Orders / Measure.Median(reduced):0.00} against {floorText}; workers replaced after 8 orders");
        yield return new Figure("one map beyond 1.1 bare calls", Measure.Median(single), "s", 0.4, true, $"the bare call takes {Measure.Median(calls):0.00} s");
    }

    private static double Pool(List<MapOrder> orders, int recycleAfter)
    {
        var start = Stopwatch.GetTimestamp();
        RunAsync().GetAwaiter().GetResult();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;

        async Task RunAsync()
        {
            var options = new MagicsRendererOptions { Command = [ProcessRun.Windrow, "maps", "worker"], Workers = Workers, RecycleAfter = recycleAfter, RecycleAboveBytes = recycleAfter == int.MaxValue ? long.MaxValue : 800L << 20 };
            var renderer = new MagicsRenderer(options, new EngineServices { Environment = Environment.GetEnvironmentVariable });
            await foreach (var result in renderer.RenderAllAsync(orders, Workers + 2, CancellationToken.None))
            {
                if (result.Failure is not null)
                    throw new InvalidOperationException(result.Failure.ToString());
            }

            // What is measured ends with the last map, not with the last process.
            _ = renderer.DisposeAsync().AsTask();
        }
    }

    private static (double Wall, double First) Bare(List<MapOrder> orders, TemporaryFolder folder, int processes = Workers)
    {
        var start = Stopwatch.GetTimestamp();
        var running = Enumerable.Range(0, processes).Select(process =>
        {
            var file = folder.Path($"orders{process}.jsonl");
            // In pairs, so that each process draws as many of either kind.
            File.WriteAllLines(file, orders.Where((_, number) => number / 2 % processes == process).Select(MapOrderJson.WriteLine));
            return Task.Run(() => new ProcessRun(Environment.ProcessPath!, MapsBareLoop.Argument, file).Run());
        }).ToArray();
        Task.WaitAll(running);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, double.Parse(running[0].Result.Output, CultureInfo.InvariantCulture));
    }
}
