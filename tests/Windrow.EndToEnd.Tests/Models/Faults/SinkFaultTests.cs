using System.Globalization;
using System.Text.RegularExpressions;
using Windrow.Core.Errors;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Models.Faults;

/// <summary>A server whose products do not get to where they are to go.</summary>
public sealed class SinkFaultTests
{
    private const int Credit = 1 << 20;

    [Fact]
    public async Task A_sink_that_stands_still_holds_the_model_back_and_memory_stays_within_the_credit()
    {
        // 100 steps of 2 fields are 288 MB; of those the clients' credit, the open fields of two steps and the queue may be in memory.
        const int points = 180_000;
        const int steps = 100;
        using var ocean = new SmallOcean($"credit-per-client: {Credit}", "{type: single-field-sink, stage: {maximum-bytes: 4MiB}}", points);
        using var server = ocean.StartServer();
        await server.Until(() => ocean.Probe() is not null, "the server listens");
        var ranks = Enumerable.Range(0, SmallOcean.Ranks).Select(rank => ocean.Rank(rank)).ToList();
        await server.Until(() => ocean.Received() == SmallOcean.Ranks, "the domains have come");
        (await WindrowProcess.Run(ocean.Scratch.Path, "pause", "plan.yaml#server", "--plan", "chain")).ShouldEndWith(0);
        var idle = Resident(server);

        // Ranks of a model wait for each other at every step, so that few fields are open at a time.
        using var together = new Barrier(SmallOcean.Ranks);
        var writing = SmallOcean.All(ranks, (client, rank) =>
        {
            for (var step = 1; step <= steps; step++)
            {
                ocean.Write(client, rank, step);
                together.SignalAndWait();
            }

            client.CloseConnections();
            client.Close();
        });
        await server.Until(() => ocean.Probe()!.Clients.All(static client => client.InFlight > Credit / 2), "all clients wait");
        ocean.Probe()!.Clients.ShouldAllBe(static client => client.InFlight <= Credit);
        writing.IsCompleted.ShouldBeFalse();
        (await WindrowProcess.Run(ocean.Scratch.Path, "resume", "plan.yaml#server", "--plan", "chain")).ShouldEndWith(0);
        await writing;
        var result = (await server.Ended()).ShouldEndWith(0);

        Directory.GetFiles(ocean.Scratch.Path, "0::*").Length.ShouldBe(2 * steps);
        (result.PeakMemory - idle).ShouldBeLessThan((SmallOcean.Ranks * Credit) + (4 << 20) + (4 * points * sizeof(double)) + (64L << 20), "credit, queue and open fields, and 64 MiB for what is compiled on the way");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_full_disk_ends_in_dead_letters_that_every_rank_is_told_of_and_what_was_written_before_is_whole(bool waits)
    {
        using var ocean = new SmallOcean("", "{type: \"null\"}", waits: waits);
        using var disk = SmallDisk.Mount(ocean.Scratch, "256k");
        ocean.Scratch.Write("server.yaml", $$"""
            sources: [{type: transport, listen: "{{ocean.Port}}"}]
            plans: [{name: fields, retry: {attempts: 2, first-delay: 10ms}, actions: [{type: aggregate}, {type: file, path: "disk/{param}_{step}.bin"}]}]
            """);
        using var server = WindrowProcess.Start(ocean.Scratch.Path, ["run", "server.yaml"]);
        await server.Until(() => ocean.Probe() is not null, "the server listens");
        var ranks = Enumerable.Range(0, SmallOcean.Ranks).Select(rank => ocean.Rank(rank)).ToList();

        // Of ten fields five have room. Who waits for a flush is told by it, and who does not when the connections close.
        var told = ranks.Select(static _ => new List<string>()).ToList();
        await SmallOcean.All(ranks, (client, rank) =>
        {
            for (var step = 1; step <= 5; step++)
            {
                ocean.Write(client, rank, step);
                Note(() => SmallOcean.Flush(client, step), told[rank]);
            }

            Note(client.CloseConnections, told[rank]);
            client.Close();
        });

        foreach (var texts in told)
        {
            texts.Count.ShouldBe(waits ? 3 : 1);
            texts.ShouldAllBe(static text => text.Contains("have become dead letters at the server", StringComparison.Ordinal));
            texts.Sum(static text => int.Parse(Regex.Match(text, @"(\d+) messages").Groups[1].Value, CultureInfo.InvariantCulture)).ShouldBe(5);
        }

        var result = (await server.Ended()).ShouldEndWith(5);
        result.Error.ShouldContain("No space left on device");
        var files = Directory.GetFiles(ocean.Scratch["disk"]);
        files.Length.ShouldBe(5);
        files.Select(static file => new FileInfo(file).Length).ShouldAllBe(static length => length == 48_000);
    }

    private static void Note(Action work, List<string> told)
    {
        try
        {
            work();
        }
        catch (FailureException exception)
        {
            told.Add(exception.Message);
        }
    }

    private static long Resident(WindrowProcess server)
    {
        server.Process.Refresh();
        return server.Process.WorkingSet64;
    }
}
