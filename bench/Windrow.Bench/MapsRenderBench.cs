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
        var (bare, plain, reduced, call, one) = (new List<Pass>(), new List<Pass>(), new List<Pass>(), new List<Pass>(), new List<Pass>());
        for (var round = 0; round <= Rounds; round++)
        {
            using var folder = new TemporaryFolder();
            Pass[] passes =
            [
                Bare(MapsOrders.Make(folder, Orders, quantize: false), folder, Workers),
                Pool(MapsOrders.Make(folder, Orders, quantize: false), recycleAfter: int.MaxValue),
                Pool(MapsOrders.Make(folder, Orders, quantize: true), recycleAfter: 8),
                Bare(MapsOrders.Make(folder, 1, quantize: false), folder, processes: 1),
                Pool(MapsOrders.Make(folder, 1, quantize: false), recycleAfter: 8),
            ];
            if (round == 0)
                continue; // the disk's cache is warm from here on
            foreach (var (list, run) in new[] { bare, plain, reduced, call, one }.Zip(passes))
                list.Add(run);
        }

        yield return Rate("maps, workers / bare loop", plain, bare, 95, "");
        yield return Rate("maps, quantised and recycled", reduced, bare, 88, "; workers replaced after 8 orders");
        yield return new Figure(
            "one map beyond 1.1 bare calls", Measure.Median([.. one.Zip(call, static (pool, floor) => pool.Wall - (1.1 * floor.First))]), "s", 0.4, true,
            string.Create(CultureInfo.InvariantCulture, $"the bare call takes {Measure.Median([.. call.Select(static run => run.First)]):0.00} s; CPU {Measure.Median([.. one.Select(static run => run.Cpu)]):0.00} s against {Measure.Median([.. call.Select(static run => run.Cpu)]):0.00} s of a bare process"));
    }

    // The goal is on the wall; where other work has the cores as well, processor time says more.
    private static Figure Rate(string name, List<Pass> ours, List<Pass> floor, double goal, string remark)
    {
        double Ratio(Func<Pass, double> of) => 100 * Measure.Median([.. floor.Zip(ours, (one, other) => of(one) / of(other))]);
        double Speed(List<Pass> runs) => Orders / Measure.Median([.. runs.Select(static run => run.Wall)]);
        return new Figure(name, Ratio(static run => run.Wall), "%", goal, false, string.Create(
            CultureInfo.InvariantCulture,
            $"{Speed(ours):0.00} against {Speed(floor):0.00} orders/s in {Workers} processes, {Orders} orders; in CPU time {Ratio(static run => run.Cpu):0.0} %{remark}"));
    }

    private static Pass Pool(List<MapOrder> orders, int recycleAfter)
    {
        var (start, used, wall) = (Stopwatch.GetTimestamp(), ProcessRun.ChildrenCpu(), 0.0);
        RunAsync().GetAwaiter().GetResult();
        return new Pass(wall, ProcessRun.ChildrenCpu() - used, 0);

        async Task RunAsync()
        {
            var options = new MagicsRendererOptions { Command = [ProcessRun.Windrow, "maps", "worker"], Workers = Workers, RecycleAfter = recycleAfter, RecycleAboveBytes = recycleAfter == int.MaxValue ? long.MaxValue : 800L << 20 };
            await using var renderer = new MagicsRenderer(options, new EngineServices { Environment = Environment.GetEnvironmentVariable });
            await foreach (var (_, result) in renderer.RenderAllAsync(orders, static order => order, Workers + 2, CancellationToken.None))
            {
                if (result.Failure is not null)
                    throw new InvalidOperationException(result.Failure.ToString());
            }

            // What is measured ends with the last map, not with the last process.
            wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static Pass Bare(List<MapOrder> orders, TemporaryFolder folder, int processes)
    {
        var (start, used) = (Stopwatch.GetTimestamp(), ProcessRun.ChildrenCpu());
        var running = Enumerable.Range(0, processes).Select(process =>
        {
            var file = folder.Path($"orders{process}.jsonl");
            // In pairs, so that each process draws as many of either kind.
            File.WriteAllLines(file, orders.Where((_, number) => number / 2 % processes == process).Select(MapOrderJson.WriteLine));
            return Task.Run(() => new ProcessRun(Environment.ProcessPath!, MapsBareLoop.Argument, file).Run());
        }).ToArray();
        Task.WaitAll(running);
        return new Pass(Stopwatch.GetElapsedTime(start).TotalSeconds, ProcessRun.ChildrenCpu() - used, double.Parse(running[0].Result.Output, CultureInfo.InvariantCulture));
    }

    /// <param name="First">Seconds of the first call, of a bare loop.</param>
    private sealed record Pass(double Wall, double Cpu, double First);
}
