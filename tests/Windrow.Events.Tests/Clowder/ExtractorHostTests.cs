using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Clowder;

/// <summary>Jobs from a queue of a real broker through a flow to a server: fetched, worked on, uploaded, told of.</summary>
public sealed class ExtractorHostTests(RabbitServer server) : ExtractorTest(server)
{
    private const string Count = "- {type: count-words}\n- {type: clowder}";

    [Fact]
    public async Task File_is_fetched_and_metadata_are_attached_to_it()
    {
        Clowder.Files["f1"] = ("words.txt", "one two\nthree\n"u8.ToArray(), null);
        await Prepare();
        await Submit(FileJob("f1"));
        using var flow = Flow(Yaml(Count));
        flow.Start();

        var statuses = await Broker.Take(Replies, 4);
        await flow.Drain();
        statuses.Select(static body => JsonNode.Parse(body)!["status"]!.ToString()).ShouldBe(
            ["StatusMessage.start: Started processing.", "StatusMessage.processing: Downloading file.", "StatusMessage.processing: Uploading file metadata.", "StatusMessage.done: Done processing."]);
        var first = JsonNode.Parse(statuses[0])!.AsObject();
        first.Select(static each => each.Key).ShouldBe(["file_id", "extractor_id", "job_id", "status", "start", "message_type", "message"]);
        first["file_id"]!.ToString().ShouldBe("f1");
        first["extractor_id"]!.ToString().ShouldBe(Queue);
        first["job_id"]!.ToString().ShouldBe("j1");
        first["message_type"]!.ToString().ShouldBe("StatusMessage.start");
        first["start"]!.ToString().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-00:00$");

        var attached = Clowder.Metadata["files/f1"].ShouldHaveSingleItem();
        attached["content"]!.ToJsonString().ShouldBe("""{"lines":2,"words":3}""");
        attached["agent"]!["extractor_id"]!.ToString().ShouldBe($"{Clowder.Host}/extractors/{Queue}/1.0");
        attached["@context"]![1]!["words"]!.ToString().ShouldBe("http://example.org/words");
        attached["attachedTo"]!.ToJsonString().ShouldBe("""{"resourceType":"file","id":"f1"}""");
        Clowder.Requests.ShouldBe(["GET /api/files/f1/metadata", "GET /api/files/f1", "POST /api/files/f1/metadata.jsonld"]);
        Directory.EnumerateFiles(Home, "words.txt", SearchOption.AllDirectories).ShouldBeEmpty();
        (await Broker.Take($"error.{Queue}")).ShouldBeEmpty();
        KeyIsNowhere(flow);
    }

    [Fact]
    public async Task Second_generation_is_known_by_its_messages()
    {
        Clowder.Files["f2"] = ("f2.txt", "a b"u8.ToArray(), null);
        await Prepare();
        await Submit(SecondJob("f2", "j2"));
        using var flow = Flow(Yaml(Count));
        flow.Start();
        (await Statuses(4))[^1].ShouldBe("StatusMessage.done: Done processing.");
        await flow.Drain();
        var attached = Clowder.Metadata["files/f2"].ShouldHaveSingleItem();
        attached["content"]!.ToJsonString().ShouldBe("""{"lines":1,"words":2}""");
        attached["listener"]!["name"]!.ToString().ShouldBe(Queue);
        Clowder.Requests.ShouldBe(["GET /api/v2/files/f2/metadata", "GET /api/v2/files/f2", "POST /api/v2/files/f2/metadata"]);
    }

    [Fact]
    public async Task Dataset_is_fetched_whole_but_for_what_is_mounted()
    {
        var mounted = Path.Combine(Home, "sites");
        Directory.CreateDirectory(mounted);
        File.WriteAllText(Path.Combine(mounted, "here.txt"), "one two three");
        Clowder.Files["f1"] = ("../../evil.txt", "one"u8.ToArray(), null);
        Clowder.Files["f2"] = ("here.txt", "one two three"u8.ToArray(), "/home/clowder/sites/here.txt");
        Clowder.Files["f3"] = ("evil.txt", "four five"u8.ToArray(), null);
        Clowder.Datasets["d1"] = ("stereoTop - 1", ["f1", "f2", "f3"]);
        await Prepare();
        await Submit(DatasetJob("d1", "j1"));
        using var flow = Flow(Yaml("- {type: count-words}\n- {type: clowder, keys: [words]}", fetch: $"mounted-paths: {{/home/clowder/sites: {mounted}}}"));
        flow.Start();
        (await Statuses(5))[^1].ShouldBe("StatusMessage.done: Done processing.");
        await flow.Drain();
        Clowder.Metadata["datasets/d1"].ShouldHaveSingleItem()["content"]!.ToJsonString().ShouldBe("""{"words":6}""");
        Clowder.Requests.ShouldNotContain("GET /api/files/f2");
        File.Exists(Path.Combine(Path.GetDirectoryName(Home)!, "evil.txt")).ShouldBeFalse();
    }

    [Fact]
    public async Task Files_previews_and_thumbnails_are_uploaded()
    {
        Clowder.Files["f1"] = ("words.txt", "one"u8.ToArray(), null);
        Clowder.Datasets["d1"] = ("d", ["f1"]);
        await Prepare();
        await Submit(FileJob("f1"));
        using var flow = Flow(Yaml("- sink\n".Replace("- sink\n", "- type: sink\n  sinks:\n    - {type: clowder, upload: file, as: \"{filename}.größe.csv\"}\n    - {type: clowder, upload: preview}\n    - {type: clowder, upload: thumbnail}", StringComparison.Ordinal)));
        flow.Start();
        await Broker.Take(Replies, 6);
        await flow.Drain();
        Clowder.Datasets["d1"].Files.Count.ShouldBe(2);
        var (name, bytes, _) = Clowder.Files[Clowder.Datasets["d1"].Files[1]];
        name.ShouldBe("words.txt.größe.csv");
        Encoding.UTF8.GetString(bytes).ShouldBe("one");
        Clowder.Pictures["files/f1"].Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task Preview_of_the_second_generation_is_a_visualization(int fails, bool gotThrough)
    {
        Clowder.Files["f2"] = ("f2.txt", "a b"u8.ToArray(), null);
        var sent = 0;
        bool Fails(string what) => what.StartsWith("POST /api/v2/visualizations", StringComparison.Ordinal) && Interlocked.Increment(ref sent) == fails;
        if (gotThrough)
            Clowder.Breaks = Fails;
        else
            Clowder.Refuses = what => Fails(what) ? 503 : 0;
        await Prepare();
        await Submit(SecondJob("f2", "j2"));
        using var flow = Flow(Yaml("- {type: clowder, upload: preview, as: \"größe & {filename}.png\"}"));
        flow.Start();
        await flow.Until(() => flow.Host.Counts().Stored == 1 && flow.Host.Plans()[0].Stages.All(static stage => stage.Count == 0), "it does not end");
        await flow.Drain();
        flow.DeadLetters.ShouldBeEmpty();
        var shown = Clowder.Visualizations.Where(static each => each["visualization_data"]!.AsArray().Count > 0).ShouldHaveSingleItem();
        shown["resource"]!.ToJsonString().ShouldBe("""{"collection":"files","resource_id":"f2"}""");
        shown["client"]!.ToString().ShouldBe(Queue);
        shown["visualization_mimetype"]!.ToString().ShouldBe("image/png");
        shown["visualization_component_id"]!.ToString().ShouldBe("basic-image-component");
        shown["visualization_data"]!.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe("""[{"name":"größe & f2.txt.png","bytes":3}]""");
        KeyIsNowhere(flow);
    }

    [Fact]
    public async Task Preview_that_nothing_is_known_to_show_is_a_dead_letter_that_says_so()
    {
        Clowder.Files["f2"] = ("f2.txt", "a b"u8.ToArray(), null);
        await Prepare();
        await Submit(SecondJob("f2", "j2"));
        using var flow = Flow(Yaml("- {type: clowder, upload: preview}"));
        flow.Start();
        await flow.Until(() => flow.DeadLetters.Count == 1, "it is no dead letter");
        await flow.Drain();
        flow.DeadLetters[0].Failure.Reason.ShouldContain("nothing says which component of Clowder shows what is text/plain");
        Clowder.Visualizations.ShouldBeEmpty();
    }

    [Fact]
    public async Task Job_that_is_tried_again_is_told_as_resubmitted()
    {
        Clowder.Files["f1"] = ("words.txt", "one two"u8.ToArray(), null);
        var sent = 0;
        Clowder.Refuses = what => what.StartsWith("POST", StringComparison.Ordinal) && Interlocked.Increment(ref sent) <= 2 ? 409 : 0;
        await Prepare();
        await Submit(FileJob("f1"));
        using var flow = Flow(Yaml(Count));
        flow.Start();
        var bodies = await Broker.Take(Replies, 8);
        await flow.Drain();
        var statuses = bodies.Select(static body => JsonNode.Parse(body)!).ToList();
        statuses.Select(static each => each["message_type"]!.ToString()["StatusMessage.".Length..]).ShouldBe(["start", "processing", "processing", "retry", "processing", "retry", "processing", "done"]);
        statuses[3]["status"]!.ToString().ShouldStartWith("StatusMessage.retry: (#1) ");
        statuses[3]["status"]!.ToString().ShouldContain("409");
        statuses[5]["message"]!.ToString().ShouldStartWith("(#2) ");
        statuses.ShouldAllBe(static each => each["job_id"]!.ToString() == "j1");
        string.Join('\n', bodies).ShouldNotContain(TestClowder.Key);
        Clowder.Metadata["files/f1"].ShouldHaveSingleItem();
    }

    /// <summary>As servers of the first generation do it: what waits is taken out, all but the one job, and sent again by the exchange, without saying where to answer.</summary>
    [Fact]
    public async Task Job_that_the_server_takes_back_is_not_begun_and_the_others_are_done_and_told()
    {
        for (var i = 0; i < 6; i++)
            Clowder.Files[$"f{i}"] = ($"f{i}.txt", "one"u8.ToArray(), null);
        await Prepare();
        for (var i = 0; i < 6; i++)
            await Submit(FileJob($"f{i}", job: $"j{i}"), correlation: $"c{i}");
        using var gate = new ManualResetEventSlim();
        using var flow = Flow(Yaml("- {type: hold}\n" + Count, fetch: "jobs: 1", source: "bindings: [{exchange: clowder, type: topic, keys: [\"*.file.#\"]}]"), new HoldingAction(gate));
        flow.Start();
        await flow.Until(async () => await Broker.Channel.MessageCountAsync(Queue) == 5, "5 do not wait");
        var waiting = (await Broker.Take(Queue)).Select(static each => each.Body).ToList();
        waiting.Count.ShouldBe(5);
        foreach (var body in waiting.Where(static body => !body.Contains("\"j3\"", StringComparison.Ordinal)))
            await Broker.Channel.BasicPublishAsync("clowder", "clowder.file.text.plain", mandatory: true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);
        gate.Set();
        await flow.Until(() => Clowder.Metadata.Count == 5, "not all are worked on");
        await flow.Drain();
        Clowder.Metadata.Keys.Order().ShouldBe(["files/f0", "files/f1", "files/f2", "files/f4", "files/f5"]);
        Clowder.Metadata.Values.ShouldAllBe(static each => each.Count == 1);
        var done = (await Broker.Take(Replies)).Select(static each => JsonNode.Parse(each.Body)!).Where(static each => each["message_type"]!.ToString() == "StatusMessage.done").Select(static each => each["job_id"]!.ToString());
        done.Order().ShouldBe(["j0", "j1", "j2", "j4", "j5"]);
    }

    [Fact]
    public async Task Private_extractor_has_a_queue_of_its_own_and_an_owner()
    {
        Clowder.Files["f1"] = ("words.txt", "one"u8.ToArray(), null);
        await Prepare();
        await Broker.Queue($"private.k1.{Queue}");
        await Broker.Exchange("extractors", "fanout");
        await Broker.Queue("registry");
        await Broker.Bind("registry", "extractors");
        await Submit(FileJob("f1"), $"private.k1.{Queue}");
        using var flow = Flow(Yaml(Count, source: "private-key: k1\n    owner: a@example.org"));
        flow.Start();
        (await Statuses(4))[^1].ShouldStartWith("StatusMessage.done");
        var beat = JsonNode.Parse((await Broker.Take("registry", 1))[0])!;
        await flow.Drain();
        beat["queue"]!.ToString().ShouldBe($"private.k1.{Queue}");
        beat["owner"]!.ToString().ShouldBe("a@example.org");
        beat["extractor_info"]!["name"]!.ToString().ShouldBe(Queue);
        beat["extractor_info"]!["unique_key"]!.ToString().ShouldBe("k1");
        Clowder.Metadata["files/f1"].ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_that_may_have_got_through_is_looked_for_before_it_is_sent_again(bool gotThrough)
    {
        Clowder.Files["f1"] = ("words.txt", "one"u8.ToArray(), null);
        Clowder.Datasets["d1"] = ("d", ["f1"]);
        var broken = 0;
        bool Fails(string what) => what.StartsWith("POST", StringComparison.Ordinal) && Interlocked.Increment(ref broken) <= 2;
        if (gotThrough)
            Clowder.Breaks = Fails;
        else
            Clowder.Refuses = what => Fails(what) ? 503 : 0;
        await Prepare();
        await Submit(FileJob("f1"));
        using var flow = Flow(Yaml("- {type: count-words}\n- type: sink\n  sinks:\n    - {type: clowder}\n    - {type: clowder, upload: file, as: copy.txt}"));
        flow.Start();
        await flow.Until(() => flow.Host.Counts().Stored == 1 && flow.Host.Plans()[0].Stages.All(static stage => stage.Count == 0), "it does not end");
        await flow.Drain();
        Clowder.Metadata["files/f1"].Count.ShouldBe(1);
        Clowder.Datasets["d1"].Files.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Job_that_comes_again_uploads_nothing_twice()
    {
        Clowder.Files["f1"] = ("words.txt", "one"u8.ToArray(), null);
        await Prepare();
        await Submit(FileJob("f1"));
        using (var flow = Flow(Yaml(Count)))
        {
            flow.Start();
            (await Statuses(4))[^1].ShouldStartWith("StatusMessage.done");
            await flow.Drain();
        }

        // As pyclowder sends it again, and as a broker does that lost the acknowledgement; after a restart.
        await Submit(FileJob("f1", more: ",\"retry_count\":3"), correlation: "");
        using (var flow = Flow(Yaml(Count)))
        {
            flow.Start();
            (await Statuses(3)).ShouldBe(["StatusMessage.start: Started processing.", "StatusMessage.processing: Downloading file.", "StatusMessage.done: Done processing."]);
            await Submit(FileJob("f1"));
            (await Statuses(3))[^1].ShouldStartWith("StatusMessage.done");
            await flow.Drain();
        }

        Clowder.Metadata["files/f1"].Count.ShouldBe(1);
    }

    [Fact]
    public async Task Job_that_comes_to_nothing_is_told_and_put_aside()
    {
        await Prepare();
        var body = FileJob("gone");
        await Submit(body);
        await Submit("{\"id\": nonsense", correlation: "c2");
        await Submit(FileJob("f1", job: "j3").Replace(Clowder.Host, "", StringComparison.Ordinal), correlation: "c3");
        using var flow = Flow(Yaml(Count));
        flow.Start();
        var aside = await Broker.Take($"error.{Queue}", 3);
        aside.ShouldContain(body);
        aside.ShouldContain("{\"id\": nonsense");
        await flow.Until(() => flow.DeadLetters.Count == 3, "they are no dead letters");
        await flow.Drain();
        var statuses = (await Broker.Take(Replies)).Select(static each => JsonNode.Parse(each.Body)!["status"]!.ToString()).ToList();
        statuses.ShouldContain(static status => status.StartsWith("StatusMessage.error: Error processing message.") && status.Contains("404"));
        statuses.ShouldContain(static status => status.Contains("its 'host' is empty"));
        statuses.ShouldNotContain(static status => status.StartsWith("StatusMessage.done"));
        KeyIsNowhere(flow);
        string.Join('\n', statuses).ShouldNotContain(TestClowder.Key);
    }

    [Fact]
    public async Task Jobs_beyond_those_that_are_worked_on_stay_with_the_broker()
    {
        for (var i = 0; i < 8; i++)
            Clowder.Files[$"f{i}"] = ($"f{i}.txt", "one"u8.ToArray(), null);
        await Prepare();
        for (var i = 0; i < 8; i++)
            await Submit(FileJob($"f{i}", job: $"j{i}"), correlation: $"c{i}");
        using var gate = new ManualResetEventSlim();
        using var flow = Flow(Yaml("- {type: hold}\n" + Count, fetch: "jobs: 3"), new HoldingAction(gate));
        flow.Start();
        await flow.Until(async () => (await Vhost.Queues())[Queue] == (5, 0), "5 are not left, none of them held by anybody");
        gate.Set();
        await flow.Until(() => Clowder.Metadata.Count == 8, "not all are worked on");
        await flow.Drain();
        (await Vhost.Queues())[Queue].ShouldBe((0L, 0L));
    }

    [Fact]
    public async Task Extractor_registers_at_once_and_again()
    {
        await Broker.Exchange("extractors", "fanout");
        await Broker.Queue("registry");
        await Broker.Bind("registry", "extractors");
        using var flow = Flow(Yaml(Count, source: "register-every: 1s"));
        flow.Start();
        var beats = await Broker.Take("registry", 1);

        // A server may send jobs from the first one on.
        (await Broker.Channel.ConsumerCountAsync(Queue, TestContext.Current.CancellationToken)).ShouldBe(1u);
        beats = [.. beats, .. await Broker.Take("registry", 1)];
        beats.Count.ShouldBe(2, flow.Logs.ToString());
        await flow.Drain();
        var beat = JsonNode.Parse(beats[0])!;
        beat.AsObject().Select(static each => each.Key).ShouldBe(["id", "queue", "owner", "extractor_info"]);
        Guid.TryParse(beat["id"]!.ToString(), out _).ShouldBeTrue();
        beats[1].ShouldBe(beats[0]);
        beat["queue"]!.ToString().ShouldBe(Queue);
        beat["extractor_info"]!.ToJsonString().ShouldBe($$"""{"name":"{{Queue}}","version":"1.0","description":"Counts words","process":{"file":["text/*"]},"contexts":[{"words":"http://example.org/words"}],"author":"","repository":[]}""");
    }

    private async Task Prepare()
    {
        await Broker.Queue(Queue);
        await Broker.Queue(Replies);
        await Broker.Queue($"error.{Queue}");
    }

    private AmqpFlow Flow(string yaml, PlanAction? hold = null) => new(yaml, stateDirectory: Path.Combine(Home, "state"), more: catalog =>
    {
        catalog.Add(PlugIn.Action("count-words", "Counts.", static () => NoOptions.Set, static (_, _) => new CountWords()));
        if (hold is not null)
            catalog.Add(PlugIn.Action("hold", "Holds.", static () => NoOptions.Set, (_, _) => hold));
    });

    private void KeyIsNowhere(AmqpFlow flow)
    {
        flow.Logs.ToString().ShouldNotContain(TestClowder.Key);
        foreach (var letter in flow.DeadLetters)
            $"{letter} {letter.Failure.Detail} {letter.Failure.Cause}".ShouldNotContain(TestClowder.Key);
    }

    private sealed class CountWords : PlanAction
    {
        public override void Process(Message message, Output output)
        {
            var text = message.Payload is FilePayload file ? File.ReadAllText(file.Path) : "";
            if (message.Metadata.TryGet("files", out var files) && files.TryGetList(out var list))
                text = string.Join(' ', list.Select(static each => each.TryGetMap(out var map) && map!.TryGetString("path", out var path) ? File.ReadAllText(path) : "?"));
            message.Metadata = message.Metadata.Change()
                .Set("lines", (long)text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length)
                .Set("words", (long)text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length).Build();
            output.Emit(message);
        }
    }

    private sealed class HoldingAction(ManualResetEventSlim gate) : PlanAction
    {
        public override bool Waits => true;

        public override void Process(Message message, Output output)
        {
            gate.Wait(TimeSpan.FromSeconds(60));
            output.Emit(message);
        }
    }
}
