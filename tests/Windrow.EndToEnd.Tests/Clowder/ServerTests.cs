using System.Text.Json.Nodes;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Postgres;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Clowder;

/// <summary>A folder of files drives extractors, with no Clowder installed.</summary>
public sealed class ServerTests(RabbitServer broker)
{
    private const string Host = """
        flow: lines
        sources:
          - {type: clowder, uri: "${secret:broker}", register-every: 1s, extractor: {name: windrow.lines, version: "1.0", description: Counts lines, process: {file: [text/*]}}}
        plans:
          - name: lines
            actions:
              - {type: clowder-fetch}
              - {type: exec, command: [/bin/sh, count.sh, "{path}"], output: lines}
              - {type: clowder}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Folder_drives_extractors_of_both_kinds_and_a_kill_in_the_midst_loses_nothing(bool onPostgres)
    {
        var postgres = onPostgres ? PostgresServer.Shared() : null;
        var vhost = await broker.NewVhostAsync();
        using var scene = new ServerScene(vhost);
        scene.Flow(", extractors: [ncsa.wordcount, windrow.report, windrow.count, windrow.lines]", $"settings: {{state: {(onPostgres ? $"\"{postgres!.Address(postgres.CreateDatabase())}\"" : "state")}}}");
        scene.Scratch.Write("lines.yaml", Host);
        scene.Scratch.Write("count.sh", "echo \"{\\\"n\\\": $(wc -l < \"$1\")}\"\n");
        for (var i = 0; i < 12; i++)
            scene.Scratch.Write($"incoming/plot-{i % 3}/{i}.txt", string.Concat(Enumerable.Repeat("one two\n", i + 1)));
        scene.Scratch.Write("incoming/plot-0/raw.bin", "bytes");

        using var server = await scene.Serve();
        using var words = await scene.Work("ncsa.wordcount", "words");
        using var report = await scene.Work("windrow.report", "report");
        using var count = await scene.Work("windrow.count", "count");
        using (var lines = WindrowProcess.Start(scene.Scratch.Path, ["run", "lines.yaml"], ("WINDROW_SECRET_BROKER", vhost.Uri)))
        {
            await words.Until(() => words.Output.Contains("done", StringComparison.Ordinal), "the work has begun");
            server.Signal(ServerScene.Kill);
            await server.Ended();
            scene.Scratch.Write("incoming/plot-2/late.txt", "late\n");
            using var again = await scene.Serve();

            // 13 texts: words and lines of each, a report for each of these two, which is a file of its dataset; and a count for all 14 files and 26 reports. What is in
            // Python attaches and uploads again what it had no answer to, as pyclowder does, and that counts as new.
            var jobs = await scene.JobsOver((13 * 4) + 40);
            jobs.ShouldAllBe(static job => job["status"]!.GetValue<string>() == "SUCCEEDED");
            lines.Signal(ServerScene.Terminate);
            (await lines.Ended()).ShouldEndWith(0).Error.ShouldNotContain(ServerScene.Key);
            again.Signal(ServerScene.Terminate);
            var ended = (await again.Ended()).ShouldEndWith(0);
            ended.Error.ShouldNotContain(ServerScene.Key);
        }

        var files = await scene.List("files");
        foreach (var text in files.Where(static file => file["contentType"]!.GetValue<string>() == "text/plain"))
        {
            var number = text["filename"]!.GetValue<string>() == "late.txt" ? 0 : int.Parse(Path.GetFileNameWithoutExtension(text["filename"]!.GetValue<string>())) + 1;
            var (lineCount, wordCount) = number == 0 ? (1, 1) : (number, number * 2);
            text["metadata"]!["ncsa.wordcount"]!.ToJsonString().ShouldBe($$"""{"lines":{{lineCount}},"words":{{wordCount}}}""");
            text["metadata"]!["windrow.lines"]!.ToJsonString().ShouldBe($$"""{"n":{{lineCount}}}""");
            text["previews"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(2);
        }

        files.Count(static file => file["contentType"]!.GetValue<string>() == "text/plain").ShouldBe(13);
        files.Count(static file => file["filename"]!.GetValue<string>().EndsWith(".report", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(26);
        var datasets = await scene.List("datasets");
        datasets.Select(static each => each["name"]!.GetValue<string>()).Order().ShouldBe(["plot-0", "plot-1", "plot-2"]);
        (await scene.List("extractors")).Select(static each => each["name"]!.GetValue<string>()).ShouldBe(["ncsa.wordcount", "windrow.count", "windrow.lines", "windrow.report"]);
        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task Run_over_a_folder_ends_when_the_extractors_are_done_and_goes_on_with_what_they_say()
    {
        var vhost = await broker.NewVhostAsync();
        using var scene = new ServerScene(vhost);
        scene.Flow(", dataset: all, extractors: [ncsa.wordcount]", then: "- {type: print}\n      - {type: \"null\"}");
        scene.Scratch.Write("incoming/a.txt", "one two\nthree\n");
        scene.Scratch.Write("incoming/b.txt", "this is bad\n");
        using var words = await scene.Work("ncsa.wordcount", "words");
        using (var server = await scene.Serve("--once"))
        {
            var ended = (await server.Ended()).ShouldEndWith(5);
            ended.Output.ShouldContain("\"extracted\":{\"ncsa.wordcount\":{\"lines\":2,\"words\":3}}");
        }

        var letters = (await scene.Run("dlq", "list", "clowder.yaml")).Output;
        letters.ShouldContain("ncsa.wordcount could not work on it: Error processing message: this file is bad");
        (await scene.List("jobs")).Select(static job => job["state"]!.GetValue<string>()).Order().ShouldBe(["ERROR", "SUCCEEDED"]);

        // An operator has mended the extractor, and lets it try again.
        scene.Scratch.Write("bad-is-good", "");
        using (var server = await scene.Serve())
        {
            await scene.Run("dlq", "retry", "clowder.yaml", "1");
            var jobs = await scene.JobsOver(3);
            jobs.Count(static job => job["status"]!.GetValue<string>() == "SUCCEEDED").ShouldBe(2);
            await server.Until(() => Lines(server).Count(static line => line.Contains("extracted", StringComparison.Ordinal)) == 1, "the message goes on");
            server.Signal(ServerScene.Terminate);
            (await server.Ended()).ShouldEndWith(0);
        }

        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task Extractor_that_comes_late_gets_what_came_before_it_once()
    {
        var vhost = await broker.NewVhostAsync();
        using var scene = new ServerScene(vhost);
        scene.Flow(", dataset: all, wait: false");
        for (var i = 0; i < 450; i++)
            scene.Scratch.Write($"incoming/{i}.txt", $"{i}\n");
        using var server = await scene.Serve();
        await Until(async () => (await scene.Get("v2/datasets"))["data"]!.AsArray() is [{ } dataset] && (await scene.Get($"datasets/{dataset["id"]}/files")).AsArray().Count == 450);
        (await scene.Get("v2/jobs"))["data"]!.AsArray().ShouldBeEmpty();
        using (var words = await scene.Work("ncsa.wordcount", "words"))
        {
            await scene.JobsOver(450);
            using var report = await scene.Work("windrow.report", "report"); // metadata that were there before
            await scene.JobsOver(900);
        }

        using (var words = await scene.Work("ncsa.wordcount", "words"))
            (await scene.JobsOver(900)).Count.ShouldBe(900);
        (await scene.List("files")).Count(static file => file["metadata"]!["ncsa.wordcount"] is not null).ShouldBe(450);
        server.Signal(ServerScene.Terminate);
        (await server.Ended()).ShouldEndWith(0);
        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task Jobs_are_owed_until_the_broker_has_them_however_often_the_server_is_killed()
    {
        const int Files = 300;
        var vhost = await broker.NewVhostAsync();
        using var scene = new ServerScene(vhost);
        scene.Flow(", dataset: all, extractors: [ncsa.wordcount]");
        using var words = await scene.Work("ncsa.wordcount", "words");
        var random = new Random(4711);
        for (var (kill, file) = (0, 0); kill < 6; kill++)
        {
            for (var i = 0; i < Files / 6; i++)
                scene.Scratch.Write($"incoming/{file++}.txt", "x\n");
            using var server = await scene.Serve();
            var before = Lines(words).Length;
            await words.Until(() => Lines(words).Length > before + random.Next(5, 30), "some are worked on");
            server.Signal(ServerScene.Kill);
            await server.Ended();
        }

        using (var server = await scene.Serve())
        {
            var jobs = await scene.JobsOver(Files);
            jobs.Count.ShouldBe(Files);
            jobs.ShouldAllBe(static job => job["status"]!.GetValue<string>() == "SUCCEEDED");
            server.Signal(ServerScene.Terminate);
            (await server.Ended()).ShouldEndWith(0);
        }

        Lines(words).Where(static line => line.Contains("\"done\"", StringComparison.Ordinal)).Select(static line => JsonNode.Parse(line)!["resource"]!.GetValue<string>()).Distinct().Count().ShouldBe(Files);
        (await scene.List("files")).Count(static file => file["metadata"]!["ncsa.wordcount"] is not null).ShouldBe(Files);
        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task Extractor_that_sets_off_itself_is_stopped()
    {
        var vhost = await broker.NewVhostAsync();
        using var scene = new ServerScene(vhost);
        scene.Extractor("windrow.echo", """{"dataset": ["file.added"]}""");
        scene.Flow(", extractors: [windrow.echo], most-hops: 3");
        scene.Scratch.Write("incoming/plot/a", "a");
        using var echo = await scene.Work("windrow.echo", "echo");
        using (var server = await scene.Serve("--once"))
            (await server.Ended()).ShouldEndWith(0).Error.ShouldContain("which looks like a circle");

        (await scene.List("jobs")).Select(static job => job["hops"]!.GetValue<int>()).ShouldBe([0, 1, 2]);
        (await scene.List("files")).Count.ShouldBe(4);
        await vhost.DeleteAsync();
    }

    private static string[] Lines(WindrowProcess process) => process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var left = 480; left > 0; left--)
        {
            if (await condition())
                return;
            await Task.Delay(250, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException();
    }
}
