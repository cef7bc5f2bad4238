using System.Globalization;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Postgres;

namespace Windrow.EndToEnd.Tests.States;

/// <summary>
/// Collections that several <c>windrow run</c> have in common on a real PostgreSQL. The scenarios are those in which the published logic of
/// rulechecker fires never, often, or with members missing; here each set fires once with all of them.
/// </summary>
public sealed class SharedCollectionTests
{
    private const int Kill = 9;
    private const int Terminate = 15;

    private readonly PostgresServer _server = PostgresServer.Shared();

    [Theory]
    [InlineData(200, 1, false, 1)]
    [InlineData(200, 2, false, 1)]
    [InlineData(200, 2, true, 1)]
    [InlineData(200, 2, true, 2)]
    [InlineData(250, 2, false, 2)]
    [InlineData(250, 2, true, 3)]
    public async Task Set_fires_once_with_all_members(int datasets, int events, bool isShuffled, int workers)
    {
        using var scene = new SharedCollectionScene(_server, ["north", "south", "west"], string.Create(CultureInfo.InvariantCulture, $"count: {datasets}, deadline: 1h"));
        var all = Enumerable.Range(0, datasets).SelectMany(dataset => Enumerable.Repeat(SharedCollectionScene.Event(3, dataset), events)).ToArray();
        if (isShuffled)
            new Random(datasets + workers).Shuffle(all);
        for (var worker = 0; worker < workers; worker++)
        {
            var mine = all.Where((_, place) => place % workers == worker).ToList();
            foreach (var part in mine.Chunk(40))
                scene.Bring(scene.Instances[worker], part);
        }

        var ended = await Task.WhenAll(scene.Instances.Take(workers).Select(async instance =>
        {
            using var process = scene.Start(instance, "--once");
            return await process.Ended();
        }));
        ended.ShouldAllBe(static result => result.ExitCode == 0);
        scene.Triggers().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            trigger => trigger.Count.ShouldBe(datasets), trigger => trigger.Members.ShouldBe(datasets), static trigger => trigger.Revision.ShouldBe(1), static trigger => trigger.IsComplete.ShouldBeTrue());

        // All is spent but the mark that it has fired.
        scene.Execute("SELECT (SELECT count(*) FROM windrow_mosaics.collected_set) || ' ' || (SELECT count(*) FROM windrow_mosaics.collected_member) || ' ' || (SELECT count(*) FROM windrow_mosaics.collected_emission)").ShouldBe("1 0 0");
    }

    /// <summary>In <c>./dev fault</c> thirty times.</summary>
    [Fact]
    public async Task Faults_of_processes_and_of_the_database_neither_lose_nor_repeat_a_set()
    {
        const int Datasets = 60;
        var kills = Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1" ? 30 : 3;
        using var server = PostgresServer.Start();
        using var scene = new SharedCollectionScene(server, ["north", "south", "west"], string.Create(CultureInfo.InvariantCulture, $"count: {Datasets}, deadline: 1h"));
        var random = new Random();
        var running = scene.Instances.Select(instance => scene.Start(instance)).ToArray();
        try
        {
            for (var day = 1; day <= kills; day++)
            {
                // Each event twice, to whichever process.
                var events = Enumerable.Range(0, 2 * Datasets).Select(number => SharedCollectionScene.Event(day, number % Datasets)).ToArray();
                random.Shuffle(events);
                foreach (var part in events.Chunk(Datasets / 3))
                    scene.Bring(scene.Instances[random.Next(3)], part);
                var victim = random.Next(3);
                await Task.Delay(random.Next(400), TestContext.Current.CancellationToken);
                running[victim].Signal(Kill);
                await running[victim].Ended();
                if (day == (kills / 2) + 1)
                {
                    // A start needs the server.
                    await Until(running, () => running.Where((_, place) => place != victim).All(process => scene.Has(process)), "processes that run");
                    server.StopServer();
                    server.StartServer();
                }

                running[victim].Dispose();
                running[victim] = scene.Start(scene.Instances[victim]);
                await Until(running, () => scene.Triggers().Select(static trigger => trigger.Day).Distinct().Count() >= day - 1, "the set before");
            }

            await Until(running, () => scene.Triggers().Select(static trigger => trigger.Day).Distinct().Count() == kills, "every set");
            await Until(running, () => scene.Execute("SELECT count(*) FROM windrow_mosaics.collected_emission") == "0", "the end of what is under way");
            foreach (var process in running)
            {
                process.Signal(Terminate);

                // The last one may have been asked to end before it had begun.
                (await process.Ended()).ExitCode.ShouldBeOneOf(0, 128 + Terminate);
            }
        }
        finally
        {
            foreach (var process in running)
                process.Dispose();
        }

        // What a process was about to say when it was killed may be said again by the next, under the same id.
        var sets = scene.Triggers().DistinctBy(static trigger => trigger.Id).OrderBy(static trigger => trigger.Day, StringComparer.Ordinal).ToList();
        sets.Count.ShouldBe(kills, string.Join('\n', sets));
        sets.ShouldAllBe(trigger => trigger.Count == Datasets && trigger.Members == Datasets && trigger.Revision == 1 && trigger.IsComplete);
        scene.Execute("SELECT count(*) FROM windrow_mosaics.collected_emission").ShouldBe("0");
        (await WindrowProcess.Run(scene.Scratch.Path, "state", "verify", "flow.yaml", "--instance", "north")).ShouldEndWith(0);
    }

    /// <summary>Of each dataset of the day its coming, and an event of its metadata that knows no sensor and no day; some come a second time, and to whichever process.</summary>
    [Fact]
    public async Task Metadata_events_that_know_no_set_complete_it_once_though_processes_are_killed()
    {
        const int Datasets = 300;
        using var scene = new SharedCollectionScene(_server, ["north", "south", "west"], string.Create(CultureInfo.InvariantCulture, $"ready-when: \"metadata.Height is not null\", count: {Datasets}, deadline: 1h"));
        var events = Enumerable.Range(0, Datasets).SelectMany(static dataset => new[] { SharedCollectionScene.Event(3, dataset), SharedCollectionScene.Event(3, dataset), SharedCollectionScene.Told(3, dataset), SharedCollectionScene.Told(3, dataset) }).ToArray();
        var random = new Random();
        random.Shuffle(events);
        var parts = events.Chunk(Datasets / 6).ToArray();
        var running = scene.Instances.Select(instance => scene.Start(instance)).ToArray();
        try
        {
            for (var part = 0; part < parts.Length; part++)
            {
                scene.Bring(scene.Instances[part % 3], parts[part]);
                if (part % 8 != 7)
                    continue;
                var victim = random.Next(3);
                await Task.Delay(random.Next(400), TestContext.Current.CancellationToken);
                running[victim].Signal(Kill);
                await running[victim].Ended();
                running[victim].Dispose();
                running[victim] = scene.Start(scene.Instances[victim]);
            }

            await Until(running, () => scene.Triggers().Count > 0, "the set");
            await Until(running, () => scene.Execute("SELECT count(*) FROM windrow_mosaics.collected_emission") == "0", "the end of it");
        }
        finally
        {
            foreach (var process in running)
                process.Dispose();
        }

        scene.Triggers().DistinctBy(static trigger => trigger.Id).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            static trigger => trigger.Count.ShouldBe(Datasets), static trigger => trigger.Members.ShouldBe(Datasets), static trigger => trigger.Revision.ShouldBe(1), static trigger => trigger.IsComplete.ShouldBeTrue());
    }

    /// <summary>Nobody starts the process again that had to tell of the set.</summary>
    [Fact]
    public async Task Process_that_does_not_come_again_is_stood_in_for()
    {
        using var scene = new SharedCollectionScene(_server, ["north", "south"], "count: 2, deadline: 1h");
        using var south = scene.Start("south");
        scene.Bring("south", [SharedCollectionScene.Event(1, 1)]);
        await south.Until(() => scene.Query("SELECT coalesce(sum(members), 0) FROM windrow_mosaics.collected_set") == "1", "the member");

        // As it is in the outbox when its owner is killed, and its lease is over.
        scene.Bring("south", [SharedCollectionScene.Event(2, 1)]);
        await south.Until(() => scene.Execute("SELECT count(*) FROM windrow_mosaics.collected_set") == "2", "the other member");
        scene.Execute("""
            UPDATE windrow_mosaics.collected_set SET phase = 2, revision = 1, ended = began WHERE key_text LIKE '%2018-06-02%';
            INSERT INTO windrow_mosaics.collected_emission SELECT number, 1, false, scope, key_id, key, last_member, false, 'north' FROM windrow_mosaics.collected_set WHERE key_text LIKE '%2018-06-02%';
            """);
        await south.Until(() => scene.Triggers().Count == 1, "the set of the other process");
        scene.Triggers()[0].Day.ShouldBe("2018-06-02");
        await south.Until(() => scene.Execute("SELECT count(*) FROM windrow_mosaics.collected_emission") == "0", "the end of it");
        south.Signal(Terminate);
        (await south.Ended()).ShouldEndWith(0);
    }

    private static async Task Until(WindrowProcess[] running, Func<bool> condition, string what)
    {
        try
        {
            await running.First(static process => !process.Process.HasExited).Until(condition, what);
        }
        catch (Exception exception) when (exception is TimeoutException or ShouldAssertException)
        {
            throw new TimeoutException($"{what}: {string.Join("\n--\n", running.Select(static process => process.Error))}", exception);
        }
    }
}
