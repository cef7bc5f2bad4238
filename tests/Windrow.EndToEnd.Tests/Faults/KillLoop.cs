using System.Diagnostics;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.FaultHost;

namespace Windrow.EndToEnd.Tests.Faults;

/// <summary>
/// Three programs: a producer that goes on whatever happens, Windrow that is killed again and again, and a judge that
/// compares what came out with an undisturbed run of the same input.
/// </summary>
internal sealed class KillLoop : IDisposable
{
    private const int Kill = 9;
    private const int Cut = 10;
    private const int Terminate = 15;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly Scratch _scratch = new();
    private readonly Random _random;
    private readonly int _seed;
    private readonly string? _plant;
    private readonly List<Death> _deaths = [];
    private StateCounts _left = StateCounts.None;
    private int _batches;

    /// <param name="plant">The defect that the engine is run with, <c>none</c> for a sound engine whose power is cut; null: the product itself.</param>
    public KillLoop(int seed, string? plant = null)
    {
        _seed = seed;
        _random = new Random(seed);
        _plant = plant;
        NewWork();
    }

    public IReadOnlyList<Death> Deaths => _deaths;

    /// <summary>For the seed, all that is needed to have the same loop again, but for the machine's own chance.</summary>
    public string Story => $"seed {_seed}, {_batches} batches: {string.Join(", ", _deaths)}";

    private string Work => _scratch["work"];

    /// <summary>Ends the program again and again, each time in the manner that is asked for.</summary>
    public async Task Disturb(IEnumerable<Aim> aims)
    {
        using var producer = StartProducer(count: 1_000_000, pause: 25);
        foreach (var aim in aims)
            _deaths.Add(await Die(aim));
        producer.Process.StandardInput.Close();
        await Ended(producer, 0);
        _batches = Directory.GetFiles(Path.Combine(Work, Workload.Incoming), "*.grib", SearchOption.TopDirectoryOnly).Concat(DoneFiles("*.grib")).Select(static file => int.Parse(Path.GetFileName(file)[..6], System.Globalization.CultureInfo.InvariantCulture)).Max() + 1;
    }

    /// <summary>A fresh message still flows, and the run comes to its end.</summary>
    public async Task Finish()
    {
        using (var process = WindrowProcess.Start(Work, ["run", "flow.yaml", "--verbose"]))
        {
            await process.Tells("started");
            using var producer = StartProducer(count: 1, pause: 0);
            await Ended(producer, 0);
            var fresh = $"\"serial\":{((_batches + 1) * Workload.LinesInBatch) - 1},";
            await process.Until(() => Workload.LineProducts.All(product => File.Exists(Path.Combine(Work, product)) && File.ReadAllText(Path.Combine(Work, product)).Contains(fresh, StringComparison.Ordinal)), "the fresh message", Long);
            _batches++;
            process.Signal(Terminate);
            var result = await process.Ended(Long);
            result.ExitCode.ShouldBeOneOf([0, 5], result.ToString());
        }

        await ToEnd();
    }

    /// <summary>Runs the same input undisturbed in the same place, and asks the judge.</summary>
    /// <returns>What it finds fault with; empty: nothing.</returns>
    public async Task<string> Judge()
    {
        var disturbed = _scratch["disturbed"];
        Directory.Move(Work, disturbed);
        NewWork();
        foreach (var file in Directory.GetFiles(Path.Combine(disturbed, Workload.Incoming)).Concat(FilesIn(Path.Combine(disturbed, Workload.Done), "*")))
            File.Move(file, Path.Combine(Work, Workload.Incoming, Path.GetFileName(file)));
        await ToEnd();
        using var judge = WindrowProcess.StartCommand([FaultHostProgram.Path, "judge", _scratch["obligations"], disturbed, Work], _scratch.Path);
        var result = await judge.Ended(Long);
        result.ExitCode.ShouldBeOneOf([0, 1], result.ToString());
        (result.ExitCode == 1).ShouldBe(result.Output.Length > 0, result.ToString());
        return result.Output;
    }

    public void Dispose() => _scratch.Dispose();

    private static async Task Ended(WindrowProcess process, int status) => (await process.Ended(Long)).ShouldEndWith(status);

    private static string[] FilesIn(string directory, string pattern) => Directory.Exists(directory) ? Directory.GetFiles(directory, pattern) : [];

    private string[] DoneFiles(string pattern) => FilesIn(Path.Combine(Work, Workload.Done), pattern);

    private void NewWork()
    {
        Directory.CreateDirectory(Path.Combine(Work, Workload.Incoming));

        // Both ways to be done with a file, one for each parity of the seed.
        File.WriteAllText(Path.Combine(Work, "flow.yaml"), Workload.Flow(_seed % 2 == 0 ? "keep" : "move"));
    }

    private async Task ToEnd()
    {
        using var process = WindrowProcess.Start(Work, ["run", "flow.yaml", "--once"]);
        var result = await process.Ended(Long);
        result.ExitCode.ShouldBeOneOf([0, 5], result.ToString());
    }

    private WindrowProcess StartProducer(int count, int pause) => FaultHostProgram.StartProducer(Path.Combine(Work, Workload.Incoming), _scratch["obligations"], _batches, count, pause, _seed);

    private WindrowProcess StartEngine() => _plant is null
        ? WindrowProcess.Start(Work, ["run", "flow.yaml", "--verbose"])
        : WindrowProcess.StartCommand(["env", "--default-signal", FaultHostProgram.Path, "run", "flow.yaml", _plant], Work);

    // The random instants are the stimulus; nothing is waited for with them.
    private async Task<Death> Die(Aim aim)
    {
        using var process = StartEngine();
        switch (aim)
        {
            case Aim.StartUp:
                await Task.Delay(_random.Next(100, 800));
                break;
            case Aim.Checkpoint:
                await process.Tells("started");
                for (var i = _random.Next(1, 40); i > 0; i--)
                    await WaitForChange();
                await Task.Delay(_random.Next(15));
                break;
            case Aim.Drain:
                await process.Tells("started");
                await Task.Delay(_random.Next(200, 800));
                process.Signal(Terminate);
                await Task.Delay(_random.Next(60));
                break;
            case Aim.Terminate or Aim.TerminateTwice:
                await process.Tells("started");
                await Task.Delay(_random.Next(800));
                return await End(process, aim);
            default:
                await process.Tells("started");
                await Task.Delay(_random.Next(100, 1_300));
                break;
        }

        var isOver = process.Process.HasExited;
        if (!isOver)
            process.Signal(_plant is null ? Kill : Cut);
        var result = await process.Ended();
        return NewDeath(aim, !isOver && result.ExitCode is 128 + Kill or 128 + Cut);
    }

    private async Task<Death> End(WindrowProcess process, Aim aim)
    {
        process.Signal(Terminate);
        if (aim == Aim.TerminateTwice)
        {
            await process.Tells("draining");
            if (!process.Process.HasExited)
                process.Signal(Terminate);
        }

        var result = await process.Ended();
        result.ExitCode.ShouldBeOneOf(aim == Aim.Terminate ? [0, 5] : [0, 4, 5], result.ToString());
        return NewDeath(aim, wasKilled: false);
    }

    private async Task WaitForChange()
    {
        var log = new FileInfo(Path.Combine(Work, Workload.State, "state.db-wal"));
        var before = log.Exists ? log.LastWriteTimeUtc : default;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromMilliseconds(300))
        {
            log.Refresh();
            if (log.Exists && log.LastWriteTimeUtc != before)
                return;
            await Task.Delay(1);
        }
    }

    private StateCounts Look() => StateCounts.Of(Path.Combine(Work, Workload.State), _scratch["copy"]);

    private Death NewDeath(Aim aim, bool wasKilled)
    {
        var before = _left;
        _left = Look();
        return new Death(aim, wasKilled, _left != before, _left);
    }
}
