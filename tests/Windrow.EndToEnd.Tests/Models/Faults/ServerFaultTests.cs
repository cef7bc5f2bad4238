using Windrow.Core.Errors;
using Windrow.Fields.Models;

namespace Windrow.EndToEnd.Tests.Models.Faults;

/// <summary>A server that is killed under a running model, and started again.</summary>
public sealed class ServerFaultTests
{
    private const int Steps = 12;
    private const int Kill = 9;
    private const string Means = "{type: statistics, output-frequency: 6h, operations: [average]}, {type: encode, format: grib, additional-metadata: {typeOfLevel: oceanSurface, bitsPerValue: 24}}, {type: sink, sinks: [{type: file, path: out.grib}]}";
    private const string Single = "{type: single-field-sink}";

    // Not in the first: until a rank's first flush its declarations may be gathered at the rank, and the test waits for them.
    public static TheoryData<int> Deaths => Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1" ? [.. Enumerable.Range(2, Steps - 1)] : [4, 6];

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task With_a_window_until_the_flush_nothing_is_lost_and_the_means_are_those_of_an_undisturbed_run(int death)
    {
        using var ocean = new SmallOcean("resend-until: flush\nretries: 100", Means);
        await Run(ocean, death);
        ocean.Means("out.grib", static steps => steps == "0-6" ? 3.5 : 9.5).ShouldBe(
            new Dictionary<string, bool> { ["263100 0-6"] = true, ["263100 6-12"] = true, ["263101 0-6"] = true, ["263101 6-12"] = true });
    }

    [Fact]
    public async Task Without_a_window_until_the_flush_the_model_is_told_of_the_loss()
    {
        // A flush that waits would tell of the incomplete fields before the close tells why they are.
        using var ocean = new SmallOcean("retries: 100\nresend-window: 0", Single, waits: false);

        var told = (await Should.ThrowAsync<FailureException>(() => Run(ocean, 4, isWhole: false))).Message;

        told.ShouldContain("lost");
        told.ShouldContain("resend-until: flush");
    }

    // Each step is durable when its flush returns, if ranks wait for that; the server dies with the parts of half a step, and with those of one rank only.
    private static async Task Run(SmallOcean ocean, int death, bool isWhole = true)
    {
        var server = ocean.StartServer();
        try
        {
            await server.Until(() => IsUp(ocean), "the server listens");
            var ranks = Enumerable.Range(0, SmallOcean.Ranks).Select(rank => ocean.Rank(rank)).ToList();
            for (var step = 1; step <= Steps; step++)
            {
                var now = step;
                if (step == death)
                {
                    ocean.Write(ranks[0], 0, step);
                    ocean.Write(ranks[1], 1, step, fields: 1);
                    await server.Until(() => ocean.Received() >= Sent(step), "the parts of the step have come");
                    server.Signal(Kill);
                    await server.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
                    server.Dispose();
                    server = ocean.StartServer();
                    await server.Until(() => IsUp(ocean), "the server listens again");
                    await SmallOcean.All(ranks, (client, rank) => Rest(ocean, client, rank, now));
                }
                else
                {
                    await SmallOcean.All(ranks, (client, rank) => ocean.Write(client, rank, now));
                }

                await SmallOcean.All(ranks, (client, _) => SmallOcean.Flush(client, now, now == Steps ? "last-step" : "default"));
            }

            await SmallOcean.All(ranks, static (client, _) =>
            {
                client.CloseConnections();
                client.Close();
            });
            if (isWhole)
                (await server.Ended()).ShouldEndWith(0);
        }
        finally
        {
            server.Dispose();
        }
    }

    private static void Rest(SmallOcean ocean, ModelClient client, int rank, int step)
    {
        if (rank == 1)
            ocean.WriteOne(client, rank, step, 1);
        else if (rank == 2)
            ocean.Write(client, rank, step);
    }

    // Domains, two fields and a flush of each earlier step, and three parts of this one.
    private static long Sent(int step) => (SmallOcean.Ranks * (1 + ((step - 1) * 3))) + 3;

    private static bool IsUp(SmallOcean ocean) => ocean.Probe() is not null;
}
