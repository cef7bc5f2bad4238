using System.Text;
using System.Text.Json.Nodes;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Clowder;

/// <summary>What goes wrong between a server, a broker and an extractor, with real ones.</summary>
public sealed class ExtractorFaultTests(RabbitServer server) : ExtractorTest(server)
{
    private const string Upload = "- {type: set, values: {seen: true}}\n- {type: clowder}";

    [Fact]
    public async Task Large_bodies_many_names_and_old_encodings_pass()
    {
        Clowder.Files["big"] = ("big.txt", new byte[10 << 20], null);
        Clowder.Files["many"] = ("many.txt", [1], null);
        Clowder.Files["old"] = ("old.txt", [1], null);
        await Prepare();
        await Submit(FileJob("big", job: "j1", more: $",\"metadata\":{{\"text\":\"{new string('x', 10 << 20)}\"}}"));
        await Submit(FileJob("many", job: "j2", more: $",\"source\":{{\"extra\":{{\"filenames\":[{string.Join(',', Enumerable.Range(0, 10_000).Select(static i => $"\"file {i}.bin\""))}]}}}}"));
        await Submit(Encoding.Latin1.GetBytes(FileJob("old", job: "j3").Replace("old.txt", "größe.txt", StringComparison.Ordinal)));
        using var flow = Flow(Yaml(Upload));
        flow.Start();
        await flow.Until(() => Clowder.Metadata.Count == 3, "not all are done");
        await flow.Drain();
        flow.DeadLetters.ShouldBeEmpty();
        foreach (var file in (string[])["big", "many", "old"])
            Clowder.Metadata[$"files/{file}"].ShouldHaveSingleItem()["content"]!.ToJsonString().ShouldBe("""{"seen":true}""");
    }

    [Fact]
    public async Task Broker_that_is_restarted_loses_no_job_and_no_status()
    {
        // Of its own, as the others go on.
        await using var own = new RabbitServer();
        var vhost = await own.NewVhostAsync();
        await using (var before = await TestBroker.Connect(vhost))
        {
            await before.Queue(Queue);
            await before.Queue(Replies);
            for (var i = 0; i < 20; i++)
            {
                Clowder.Files[$"f{i}"] = ($"f{i}.txt", [1], null);
                await Submit(before, Encoding.UTF8.GetBytes(FileJob($"f{i}", job: $"j{i}")), Queue, $"c{i}");
            }
        }

        using var begun = new SemaphoreSlim(0);
        using var gate = new ManualResetEventSlim();
        using var flow = Flow(Yaml("- {type: hold}\n" + Upload, fetch: "jobs: 4", uri: vhost.Uri), new HoldingAction(begun, gate));
        flow.Start();
        (await begun.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None)).ShouldBeTrue();
        await flow.Until(() => flow.Host.Counts().Stored == 4, "as many as may be are not here");
        await own.StopAsync();
        gate.Set();
        await flow.Until(() => Clowder.Metadata.Count >= 4, "what is here is not worked on while the broker is away");
        await own.StartAsync();
        await flow.Until(() => Clowder.Metadata.Count == 20, "not all are done");
        await using var broker = await TestBroker.Connect(vhost);
        var done = new HashSet<string>();
        for (var left = 400; done.Count < 20 && left > 0; left--)
        {
            foreach (var (body, _, _) in await broker.Take(Replies))
            {
                var status = JsonNode.Parse(body)!;
                status["message_type"]!.ToString().ShouldNotBe("StatusMessage.error");
                if (status["message_type"]!.ToString() == "StatusMessage.done")
                    done.Add(status["job_id"]!.ToString());
            }

            await Task.Delay(50, CancellationToken.None);
        }

        done.Count.ShouldBe(20);
        await flow.Drain();
        Clowder.Metadata.Values.ShouldAllBe(static each => each.Count == 1);
    }

    [Fact]
    public async Task Server_that_is_away_is_waited_for_and_the_flow_ends_meanwhile()
    {
        Clowder.Files["f1"] = ("f1.txt", [1], null);
        Clowder.Refuses = static what => what.EndsWith("metadata.jsonld", StringComparison.Ordinal) ? 503 : 0;
        await Prepare();
        await Submit(FileJob("f1"));
        using (var flow = Flow(Yaml(Upload)))
        {
            flow.Start();
            await flow.Until(() => Clowder.Requests.Contains("POST /api/files/f1/metadata.jsonld"), "it is not tried");
            await flow.Drain();
            flow.DeadLetters.ShouldBeEmpty();
        }

        Clowder.Refuses = static _ => 0;
        using (var flow = Flow(Yaml(Upload)))
        {
            flow.Start();
            await flow.Until(() => Clowder.Metadata.ContainsKey("files/f1"), "it does not go on");
            await flow.Drain();
        }

        Clowder.Metadata["files/f1"].ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Dead_letter_of_an_upload_is_tried_again_when_the_job_is_over()
    {
        Clowder.Files["f1"] = ("f1.txt", [1], null);
        Clowder.Refuses = static what => what.StartsWith("POST", StringComparison.Ordinal) ? 400 : 0;
        await Prepare();
        await Submit(FileJob("f1"));
        using var flow = Flow(Yaml(Upload));
        flow.Start();
        await flow.Until(() => flow.Host.Store.IsOpen && flow.Host.Store.Open().CountDeadLetters() == 1, "it is no dead letter");
        (await Statuses(4))[^1].ShouldStartWith("StatusMessage.error: Error processing message.");
        Clowder.Refuses = static _ => 0;
        flow.Host.Retry(flow.Host.Store.Open().ReadDeadLetters(0, 10));
        await flow.Until(() => Clowder.Metadata.ContainsKey("files/f1"), "it is not uploaded");
        await flow.Drain();
        Clowder.Metadata["files/f1"].ShouldHaveSingleItem()["content"]!.ToJsonString().ShouldBe("""{"seen":true}""");
    }

    [Fact]
    public async Task Switchboard_tells_of_each_event_when_it_has_left()
    {
        await Broker.Queue(Queue);
        await Broker.Queue(Replies);
        await Broker.Queue("target");
        await Broker.Queue($"error.{Queue}");
        await Submit(FileJob("f1", job: "j1"));
        await Submit(FileJob("f2", job: "j2"));
        await Submit(FileJob("f3", job: "j3"));
        using var flow = Flow($$"""
            flow: board
            sources:
              - type: clowder
                uri: "{{Vhost.Uri}}"
                extractor: {name: {{Queue}} }
            plans:
              - name: p
                actions:
                  - type: route
                    rules:
                      - {when: "id = 'f1'", to: target}
                      - {when: "id = 'f2'", to: no.such.queue}
                  - {type: amqp, uri: "{{Vhost.Uri}}", routing-key: "{target}", body: clowder}
            """);
        flow.Start();
        var statuses = (await Broker.Take(Replies, 7)).Select(static body => JsonNode.Parse(body)!).ToLookup(static each => each["job_id"]!.ToString(), static each => each["status"]!.ToString());
        await flow.Drain();
        statuses["j1"].ShouldBe(["StatusMessage.start: Started processing.", "StatusMessage.done: Done processing."]);
        statuses["j2"].First().ShouldBe("StatusMessage.start: Started processing.");
        statuses["j2"].Last().ShouldStartWith("StatusMessage.error: Error processing message.");
        statuses["j3"].ShouldBe(["StatusMessage.start: Started processing.", "StatusMessage.skip: Skipped: there is nothing to do.", "StatusMessage.done: Done processing."]);
        (await Broker.Take($"error.{Queue}")).ShouldHaveSingleItem().Body.ShouldBe(FileJob("f2", job: "j2"));
        (await Broker.Take("target")).ShouldHaveSingleItem();
        (await Vhost.Queues())[Queue].ShouldBe((0L, 0L));
    }

    private async Task Prepare()
    {
        await Broker.Queue(Queue);
        await Broker.Queue(Replies);
    }

    private AmqpFlow Flow(string yaml, PlanAction? hold = null) => new(yaml, stateDirectory: Path.Combine(Home, "state"), more: catalog =>
    {
        if (hold is not null)
            catalog.Add(PlugIn.Action("hold", "Holds.", static () => NoOptions.Set, (_, _) => hold));
    });

    private sealed class HoldingAction(SemaphoreSlim begun, ManualResetEventSlim gate) : PlanAction
    {
        public override bool Waits => true;

        public override void Process(Message message, Output output)
        {
            begun.Release();
            gate.Wait(TimeSpan.FromSeconds(60));
            output.Emit(message);
        }
    }
}
