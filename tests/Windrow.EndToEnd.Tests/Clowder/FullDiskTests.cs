using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Events.Tests.Amqp;
using Windrow.Events.Tests.Clowder;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Clowder;

/// <summary>A disk that is full of something else while the state of an extractor, or of a switchboard, is on it: what comes meanwhile is the broker's, or waits, and is done when there is room.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Before = 20;
    private const int All = 60;
    private const string Queue = "windrow.seen";

    private readonly RabbitServer _server;
    private readonly Scratch _scratch = new();
    private readonly TestClowder _clowder = new();

    public FullDiskTests(RabbitServer server) => _server = server;

    public void Dispose()
    {
        _clowder.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData("extractor", "- {type: clowder-fetch, jobs: 4}\n- {type: set, values: {seen: true}}\n- {type: clowder}")]
    [InlineData("switchboard", "- {type: route, rules: [{when: \"id like 'f%'\", to: target}], stage: {queue: durable}}\n- {type: amqp, uri: \"${secret:broker}\", routing-key: \"{target}\", body: clowder}")]
    public async Task Full_disk_is_waited_for_and_every_job_is_done_once(string name, string actions)
    {
        using var disk = SmallDisk.Mount(_scratch, "16m");
        var vhost = await _server.NewVhostAsync();
        await using var broker = await TestBroker.Connect(vhost);
        foreach (var queue in (string[])[Queue, "clowder.abc", $"error.{Queue}", "target"])
            await broker.Queue(queue);
        _scratch.Write("flow.yaml", $$"""
            flow: {{name}}
            settings: {state: disk/state}
            sources: [{type: clowder, uri: "${secret:broker}", extractor: {name: {{Queue}}, process: {file: [text/*]} } }]
            plans:
              - name: p
                retry: {attempts: 1000, first-delay: 20ms, maximum-delay: 200ms}
                actions:
                  {{actions.Replace("\n", "\n      ", StringComparison.Ordinal)}}
            """);
        for (var i = 0; i < All; i++)
            _clowder.Files[$"f{i}"] = ($"f{i}.txt", "one\n"u8.ToArray(), null);
        using (var run = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml"], ("WINDROW_SECRET_BROKER", vhost.Uri)))
        {
            for (var i = 0; i < Before; i++)
                await Submit(broker, i);
            await Until(async () => await Count(broker, name) >= Before, run, "the first are done");
            disk.FillUp();
            for (var i = Before; i < All; i++)
                await Submit(broker, i);
            await run.Tells("waiting, and sources wait with it");
            File.Delete(_scratch["disk/ballast"]);
            await run.Tells("written again; going on");
            await Until(async () => await Count(broker, name) >= All && (await vhost.Queues())[Queue] == (0, 0), run, "all are done");
            run.Signal(15);
            (await run.Ended()).ShouldEndWith(0);
        }

        if (name == "extractor")
        {
            _clowder.Metadata.Count.ShouldBe(All);
            _clowder.Metadata.Values.ShouldAllBe(static each => each.Count == 1);
        }
        else
        {
            var targets = (await broker.Take("target")).Select(static each => JsonNode.Parse(each.Body)!["id"]!.ToString()).ToList();
            targets.Distinct().Count().ShouldBe(All);
        }

        (await broker.Take($"error.{Queue}")).ShouldBeEmpty();
        (await broker.Take("clowder.abc")).Select(static each => JsonNode.Parse(each.Body)!).Where(static each => each["message_type"]!.ToString() == "StatusMessage.done").Select(static each => each["job_id"]!.ToString()).Distinct().Count().ShouldBe(All);
        await vhost.DeleteAsync();
    }

    private async Task<int> Count(TestBroker broker, string name) => name == "extractor" ? _clowder.Metadata.Count : (int)await broker.Channel.MessageCountAsync("target");

    private static async Task Until(Func<Task<bool>> condition, WindrowProcess run, string what)
    {
        for (var left = 1_200; !await condition(); left--)
        {
            (left > 0 && !run.Process.HasExited).ShouldBeTrue($"not so: {what}\n{run.Error}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private Task Submit(TestBroker broker, int number) => broker.Publish(
        Queue,
        Encoding.UTF8.GetBytes($$"""{"id":"f{{number}}","intermediateId":"f{{number}}","datasetId":"d1","jobid":"j{{number}}","host":"{{_clowder.Host}}","secretKey":"{{TestClowder.Key}}","routing_key":"clowder.file.text.plain","activity":"created","fileSize":"4"}"""),
        new BasicProperties { Persistent = true, ReplyTo = "clowder.abc", CorrelationId = $"c{number}" });
}
