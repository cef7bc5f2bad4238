using System.Text.RegularExpressions;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Faults;

/// <summary>A disk that is full of something else while state and products are on it: the flow waits, and goes on.</summary>
public sealed partial class FullDiskStateTests : IDisposable
{
    private const int Terminate = 15;

    private const string Flow = """
        settings: {checkpoint-every: 200ms, state: disk/state}
        sources: [{name: incoming, type: watch, path: incoming, quiet: 0s, journal: disk/incoming.journal}]
        plans:
          - name: lines
            retry: {attempts: 1000, first-delay: 20ms, maximum-delay: 200ms}
            actions:
              - {type: select, match: {topic: [line]}}
              - {type: set, values: {way: first}, stage: {queue: durable}}
              - {type: publish, path: disk/products/lines.jsonl}
          - name: large
            retry: {attempts: 1000, first-delay: 20ms, maximum-delay: 200ms}
            actions:
              - {type: select, match: {shortName: [msl]}}
              - {type: set, values: {way: first}, stage: {queue: durable}}
              - {type: file, path: "disk/products/{step}.grib"}
          - name: windows
            retry: {attempts: 1000, first-delay: 20ms, maximum-delay: 200ms}
            actions:
              - {type: select, match: {shortName: [2t]}}
              - {type: statistics, output-frequency: 6h, operations: [average]}
              - {type: encode, format: grib}
              - {type: file, path: disk/products/windows.grib, append: true}
        """;

    private readonly Scratch _scratch = new();

    public void Dispose()
    {
        _scratch.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Full_disk_is_waited_for_and_nothing_is_lost_or_half(bool isKilled)
    {
        const int Before = 6;
        const int Meanwhile = 12;
        Directory.CreateDirectory(_scratch["incoming"]);
        using var disk = SmallDisk.Mount(_scratch, "16m");
        _scratch.Write("flow.yaml", Flow);

        using (var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose"]))
        {
            await FaultHostProgram.Produce(_scratch["incoming"], _scratch["obligations"], 0, Before);
            await process.Until(() => Lines().Length == Before * 12, "the first lines");
            disk.FillUp();
            await FaultHostProgram.Produce(_scratch["incoming"], _scratch["obligations"], Before, Meanwhile);
            await process.Tells("waiting, and sources wait with it");
            if (isKilled)
            {
                process.Process.Kill();
                await process.Ended();
            }

            File.Delete(_scratch["disk/ballast"]);
            if (!isKilled)
            {
                await process.Tells("written again; going on");
                await process.Until(() => Lines().Length == (Before + Meanwhile) * 12, "all lines");
                process.Signal(Terminate);
                var result = (await process.Ended()).ShouldEndWith(0);
                Waiting().Count(result.Error).ShouldBe(Over().Count(result.Error), result.Error);
                Waiting().Count(result.Error).ShouldBeLessThan(5, "a wait is told when it begins, not again and again");
            }
        }

        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0);
        Lines().Select(static line => int.Parse(Serial().Match(line).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(0, (Before + Meanwhile) * 12));
        var large = Directory.GetFiles(_scratch["disk/products"], "*.grib").Where(static file => !file.EndsWith("windows.grib", StringComparison.Ordinal)).ToList();
        large.Count.ShouldBe((Before + Meanwhile) / 3);
        large.Select(static file => new FileInfo(file).Length).Distinct().ShouldHaveSingleItem();
        (await File.ReadAllBytesAsync(_scratch["disk/products/windows.grib"], TestContext.Current.CancellationToken)).ShouldBe(await UndisturbedWindows());
        Directory.GetFiles(_scratch["disk/products"], ".*").ShouldBeEmpty();
        var left = StateCounts.Of(_scratch["disk/state"], _scratch["copy"]);
        (left.Queued, left.Windows).ShouldBe((0, 0));
        if (Directory.Exists(_scratch["disk/state/payloads"]))
            Directory.GetFiles(_scratch["disk/state/payloads"]).ShouldBeEmpty();
    }

    private string[] Lines() => _scratch.Lines("disk/products/lines.jsonl");

    private async Task<byte[]> UndisturbedWindows()
    {
        using var other = new Scratch();
        other.CopyOf(_scratch["incoming"]);
        other.Write("flow.yaml", Flow.Replace("path: incoming", "path: .", StringComparison.Ordinal));
        (await WindrowProcess.Run(other.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0);
        return await File.ReadAllBytesAsync(other["disk/products/windows.grib"]);
    }

    [GeneratedRegex("waiting, and sources wait with it")]
    private static partial Regex Waiting();

    [GeneratedRegex("written again; going on")]
    private static partial Regex Over();

    [GeneratedRegex("\"serial\":(\\d+)")]
    private static partial Regex Serial();
}
