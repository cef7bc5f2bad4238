using Windrow.Cli.Demos;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Postgres;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Chains;

/// <summary><c>examples/sensor-pipeline</c>, with the real GDAL: a day of frames becomes two mosaics.</summary>
public sealed class SensorPipelineTests(RabbitServer broker, ITestOutputHelper output) : IDisposable
{
    private const string Date = "2018-06-03";
    private const int Terminate = 15;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Demo_makes_both_mosaics_and_knows_what_they_were_made_of()
    {
        var demo = (await WindrowProcess.Run(_scratch.Path, "demo", "events", "--directory", ".")).ShouldEndWith(0);
        demo.Output.ShouldContain("72 GeoTIFFs, 2 mosaics");
        ShouldBeWhole();
        (await WindrowProcess.Run(_scratch.Path, "why", "level_2/stereoTop_2018-06-03_fullfield.tif")).ShouldEndWith(0).Output.ShouldContain("of             24 inputs");
    }

    [Fact]
    public async Task Killed_again_and_again_it_makes_the_mosaics_of_an_undisturbed_run()
    {
        WriteDay();
        _scratch.Write("flow.yaml", Flow());
        for (var kill = 1; kill <= 3; kill++)
        {
            using var run = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--quiet"]);
            await run.Until(() => Files("level_1", "*.tif").Length >= 15 * kill, "some more GeoTIFFs");
            run.Process.Kill();
            await run.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        ShouldBeWhole();
    }

    [Fact]
    public async Task Two_lines_are_changed_and_hosts_share_the_work_and_the_sets()
    {
        var database = PostgresServer.Shared();
        var vhost = await broker.NewVhostAsync();
        WriteDay();
        var lines = Flow().Split('\n');
        var changed = lines.Select(line =>
            line.StartsWith("  state: ", StringComparison.Ordinal) ? "  state: ${secret:database}"
            : line.StartsWith("  - {type: watch", StringComparison.Ordinal) ? "  - {type: amqp, name: frames, uri: \"${secret:broker}\", queue: frames, declare: quorum}"
            : line).ToArray();
        changed.Where((line, index) => line != lines[index]).Count().ShouldBe(2);
        _scratch.Write("hosts.yaml", string.Join('\n', changed));
        _scratch.Write("tell.yaml", """
            settings: {state: none}
            sources: [{type: watch, name: frames, path: raw_data, recursive: true, pattern: "{sensor}/{date}/{dataset}/{camera}.bin", read: file, quiet: 0s}]
            plans: [{name: frames, actions: [{type: amqp, uri: "${secret:broker}", routing-key: frames, unroutable: wait}]}]
            """);
        (string, string)[] secrets = [("WINDROW_SECRET_BROKER", vhost.Uri), ("WINDROW_SECRET_DATABASE", database.Address(database.CreateDatabase()))];
        WindrowProcess Host(string name) => WindrowProcess.Start(_scratch.Path, ["run", "hosts.yaml", "--instance", name], secrets);
        var (a, b) = (Host("a"), Host("b"));
        using var tell = WindrowProcess.Start(_scratch.Path, ["run", "tell.yaml", "--once"], secrets);
        (await tell.Ended()).ShouldEndWith(0);
        await a.Until(() => Files("level_1", "*.tif").Length >= 20, "some GeoTIFFs");

        // What it had not acknowledged the other gets; what it had is its own when it is back.
        a.Process.Kill();
        await a.Ended();
        a.Dispose();
        a = Host("a");
        await a.TakesSignals();
        await b.Until(() => Files("level_2", "*.png").Length == 2 && Files("level_1", "*.tif").Length == 3 * SensorFrames.Datasets, "both mosaics, and what they do not need");
        foreach (var host in new[] { a, b })
        {
            host.Signal(Terminate);
            var end = await host.Ended();
            output.WriteLine(end.Error);
            end.ShouldEndWith(0);
            host.Dispose();
        }

        ShouldBeWhole();
    }

    private static string Flow() => File.ReadAllText(Path.Combine(Repository.Root, "examples/sensor-pipeline/flow.yaml"));

    private void WriteDay() => SensorFrames.WriteDay(Date, (name, content) =>
    {
        var path = _scratch[$"raw_data/{name}"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    });

    private string[] Files(string below, string pattern) => Directory.Exists(_scratch[below]) ? Directory.GetFiles(_scratch[below], pattern, SearchOption.AllDirectories) : [];

    // One list of all members for each mosaic, and mosaics that cover the field.
    private void ShouldBeWhole()
    {
        Files("level_1", "*.tif").Length.ShouldBe(3 * SensorFrames.Datasets);
        Files("level_2", "*.png").Length.ShouldBe(2);
        foreach (var sensor in new[] { "stereoTop", "flirIrCamera" })
            File.ReadAllLines(Files("level_2", $"{sensor}_*.txt").ShouldHaveSingleItem()).Length.ShouldBe(SensorFrames.Datasets);
        SizeOf("stereoTop").ShouldBe((1408, 710));
        SizeOf("flirIrCamera").ShouldBe((352, 178));
    }

    // From the header of the picture, which has half the pixels of the mosaic (PNG, ISO/IEC 15948).
    private (int Width, int Height) SizeOf(string sensor)
    {
        var header = File.ReadAllBytes(Files("level_2", $"{sensor}_*.png").Single()).AsSpan(16, 8);
        return (2 * System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header), 2 * System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header[4..]));
    }
}
