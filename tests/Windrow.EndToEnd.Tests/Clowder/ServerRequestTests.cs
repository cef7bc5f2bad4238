using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Clowder;

/// <summary>What programs ask a Clowder server over HTTP, in either generation's way, and what they must not.</summary>
public sealed class ServerRequestTests(RabbitServer broker)
{
    [Fact]
    public async Task Requests_of_both_generations_see_the_same_things()
    {
        var vhost = await broker.NewVhostAsync();
        using var scene = new ServerScene(vhost);
        scene.Flow($", users: [{{email: reader@example.org, key: \"${{secret:reader}}\", read-only: true}}], largest-upload: 64MiB, sources: [{scene.Scratch["sites"]}]");
        using var server = await scene.Serve();

        // Keys.
        using (var nobody = new HttpClient { BaseAddress = scene.Http.BaseAddress })
        {
            (await nobody.GetAsync("datasets", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await nobody.GetAsync("datasets?key=wrong", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await nobody.GetAsync($"datasets?key={ServerScene.Key}", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await nobody.GetAsync($"v2/datasets?key={ServerScene.Key}", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "the second generation takes keys in a header alone");
            (await nobody.GetAsync($"datasets?key={ServerScene.ReaderKey}", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await nobody.PostAsync($"datasets/createempty?key={ServerScene.ReaderKey}", new StringContent("{}"), Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            nobody.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"somebody:{ServerScene.Key}")));
            (await nobody.GetAsync("spaces?title=x&exact=true", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        // A dataset, and a file of it.
        var dataset = Id(await scene.Send(HttpMethod.Post, "datasets/createempty", """{"name": "größe", "description": "d"}"""));
        dataset.Length.ShouldBe(24);
        var file = Id(await scene.Upload($"uploadToDataset/{dataset}", new ByteArrayContent("one\n"u8.ToArray()), "file", "zeile.txt"));
        (await scene.Get($"files/{file}/metadata"))["content-type"]!.GetValue<string>().ShouldBe("text/plain");
        (await scene.Get($"files/{file}/metadata"))["size"]!.GetValue<string>().ShouldBe("4");
        (await scene.Get($"v2/datasets/{dataset}/files"))["data"]![0]!["bytes"]!.GetValue<long>().ShouldBe(4);
        (await scene.Http.GetStringAsync($"files/{file}/blob?tracking=false", Stop)).ShouldBe("one\n");
        (await scene.Get("datasets?title=größe&exact=true"))[0]!["id"]!.GetValue<string>().ShouldBe(dataset);

        // One that is where the server sees it.
        scene.Scratch.Write("sites/x.tif", "tif");
        var pointer = Id(await Pointer(scene, dataset, scene.Scratch["sites/x.tif"]));
        (await scene.Get($"files/{pointer}/metadata"))["filepath"]!.GetValue<string>().ShouldBe(scene.Scratch["sites/x.tif"]);
        (await Pointer(scene, dataset, scene.Scratch["sites/../clowder.yaml"])).Status.ShouldBe(403);
        (await Pointer(scene, dataset, "/etc/passwd")).Status.ShouldBe(403);
        File.Delete(scene.Scratch["sites/x.tif"]);
        (await scene.Http.GetAsync($"files/{pointer}", Stop)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await scene.Send(HttpMethod.Delete, $"files/{pointer}")).Status.ShouldBe(200);

        // Metadata.
        (await scene.Send(HttpMethod.Post, $"files/{file}/metadata.jsonld", """{"content": {"a": 1}}""")).ShouldBe((400, """{"status":"error","msg":"it does not say who says so: there is no 'agent' with an '@type'"}"""));
        (await scene.Send(HttpMethod.Post, $"files/{file}/metadata.jsonld", """{"agent": {"@type": "cat:extractor", "extractor_id": "http://c/extractors/terra.x/1.0"}, "content": {"a": 1}}""")).Text.ShouldBe("\"Metadata successfully added to db\"");
        (await scene.Send(HttpMethod.Post, $"v2/files/{file}/metadata", """{"context_url": "x", "content": {"b": 2}, "listener": {"name": "second", "version": "1"}}""")).Status.ShouldBe(200);
        (await scene.Get($"files/{file}/metadata.jsonld")).AsArray().Count.ShouldBe(2);
        (await scene.Get($"v2/files/{file}/metadata")).AsArray().Select(static each => each!["content"]!.ToJsonString()).ShouldBe(["""{"a":1}""", """{"b":2}"""]);
        (await scene.Get($"files/{file}/metadata.jsonld?extractor=terra.x")).AsArray().Count.ShouldBe(1);
        (await scene.Send(HttpMethod.Delete, $"files/{file}/metadata.jsonld?extractor=second")).ShouldBe((200, """{"status":"success","count":"1"}"""));

        // Pictures, tags, names.
        var preview = Id(await scene.Upload("previews", new ByteArrayContent([1, 2, 3]), "File", "p.png"));
        (await scene.Send(HttpMethod.Post, $"files/{file}/previews/{preview}", "{}")).Status.ShouldBe(200);
        (await scene.Get($"files/{file}/getPreviews"))[0]!["contentType"]!.GetValue<string>().ShouldBe("image/png");
        (await scene.Http.GetByteArrayAsync($"previews/{preview}", Stop)).ShouldBe([1, 2, 3]);
        var thumbnail = Id(await scene.Upload("v2/thumbnails", new ByteArrayContent([4]), "file", "t.png"));
        (await scene.Send(HttpMethod.Patch, $"v2/datasets/{dataset}/thumbnail/{thumbnail}")).Text.ShouldContain(thumbnail);
        (await scene.Send(HttpMethod.Post, $"files/{file}/tags", """{"tags": ["a", "b"]}""")).Text.ShouldContain("""["a","b"]""");
        (await scene.Send(HttpMethod.Put, $"files/{file}/filename", """{"name": "line.txt"}""")).Status.ShouldBe(200);

        // Collections and spaces.
        var collection = Id(await scene.Send(HttpMethod.Post, "collections", """{"name": "day"}"""));
        (await scene.Send(HttpMethod.Post, $"collections/{collection}/datasets/{dataset}")).Status.ShouldBe(200);
        (await scene.Get($"collections/{collection}/datasets"))[0]!["id"]!.GetValue<string>().ShouldBe(dataset);

        // All of it, as an archive.
        using (var zip = new ZipArchive(new MemoryStream(await scene.Http.GetByteArrayAsync($"v2/datasets/{dataset}/download", Stop))))
            zip.Entries.Select(static entry => entry.FullName).ShouldBe(["line.txt", "line.txt_metadata.json", $"{dataset}_dataset_metadata.json"]);

        // What cannot be done leaves nothing behind.
        (await scene.Send(HttpMethod.Get, "files/nothing")).ShouldBe((404, """{"status":"error","msg":"there is no file 'nothing'"}"""));
        (await scene.Send(HttpMethod.Get, "v2/files/nothing")).ShouldBe((404, """{"detail":"there is no file 'nothing'"}"""));
        (await scene.Send(HttpMethod.Post, "datasets/createempty", "{\"name\": ")).Status.ShouldBe(400);
        (await scene.Send(HttpMethod.Post, "datasets/createempty", "[]")).Status.ShouldBe(400);
        (await scene.Send(HttpMethod.Get, "geostreams/sensors")).Status.ShouldBe(404);
        (await scene.Send(HttpMethod.Post, $"uploadToDataset/{dataset}", "{}")).Status.ShouldBe(415);
        (await scene.Upload($"uploadToDataset/{dataset}", new ByteArrayContent([1]), "other", "x")).Status.ShouldBe(400);
        (await scene.Upload("uploadToDataset/nothing", new ByteArrayContent([1]), "file", "x")).Status.ShouldBe(404);
        (await scene.Upload($"uploadToDataset/{dataset}", new ByteArrayContent(new byte[(64 << 20) + 1]), "file", "big")).Status.ShouldBe(413);
        var torn = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nhalf"u8.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b") } };
        (await scene.Http.PostAsync($"uploadToDataset/{dataset}", torn, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Directory.GetFiles(scene.Scratch["clowder-files/incoming"]).ShouldBeEmpty();
        (await scene.Get($"datasets/{dataset}/files")).AsArray().Count.ShouldBe(1);
        (await scene.Send(HttpMethod.Delete, $"datasets/{dataset}")).Status.ShouldBe(200);
        (await scene.Send(HttpMethod.Get, $"files/{file}")).Status.ShouldBe(404);

        server.Signal(ServerScene.Terminate);
        (await server.Ended()).ShouldEndWith(0).Error.ShouldNotContain(ServerScene.Key);
        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task Work_is_submitted_by_hand_waits_for_its_queue_and_is_cancelled()
    {
        var vhost = await broker.NewVhostAsync();
        using var scene = new ServerScene(vhost);
        scene.Flow();
        await using var peer = await TestBroker.Connect(vhost);
        using var server = await scene.Serve();
        var dataset = Id(await scene.Send(HttpMethod.Post, "datasets/createempty", """{"name": "d"}"""));
        var file = Id(await scene.Upload($"uploadToDataset/{dataset}", new ByteArrayContent("x"u8.ToArray()), "file", "a.bin"));
        (await scene.Send(HttpMethod.Post, "files/nothing/extractions", """{"extractor": "a"}""")).ShouldBe((400, """{"request":"File not found"}"""));

        // There is no such queue yet.
        (await scene.Send(HttpMethod.Post, $"files/{file}/extractions", """{"extractor": "terra.late", "parameters": {"level": 1}}""")).Text.ShouldContain("\"status\":\"OK\"");
        await server.Tells("no queue gets the message");
        await peer.Queue("terra.late");
        await peer.Queue("terra.other");
        (await scene.Send(HttpMethod.Post, "extractors", """{"name": "terra.late", "version": "1", "process": {}}""")).Status.ShouldBe(200);
        var first = JsonNode.Parse((await peer.Take("terra.late", 1)).ShouldHaveSingleItem())!;
        first["parameters"]!.ToJsonString().ShouldBe("""{"level":1}""");
        first["routing_key"]!.GetValue<string>().ShouldBe("extractors.terra.late");
        first["secretKey"]!.GetValue<string>().ShouldBe($"{ServerScene.Key}.{first["jobid"]}", "it tells which job an upload comes from");
        first["host"]!.GetValue<string>().ShouldBe($"http://127.0.0.1:{scene.Port}/");

        // Of the second generation.
        var job = (await scene.Send(HttpMethod.Post, $"v2/datasets/{dataset}/extract?extractorName=terra.late", """{"p": 2}""")).Text.Trim('"');
        var second = JsonNode.Parse((await peer.Take("terra.late", 1)).ShouldHaveSingleItem())!;
        second["job_id"]!.GetValue<string>().ShouldBe(job);
        second["parameters"]!.ToJsonString().ShouldBe("""{"p":2}""");
        second["resource_type"]!.GetValue<string>().ShouldBe("dataset");
        second.AsObject().ContainsKey("routing_key").ShouldBeFalse();
        await peer.Publish("clowder.windrow", Encoding.UTF8.GetBytes($$"""{"job_id": "{{job}}", "status": "StatusMessage.processing: half of it is done", "file_id": "x", "extractor_id": "terra.late"}"""), new RabbitMQ.Client.BasicProperties());
        await peer.Publish("clowder.windrow", "no status"u8.ToArray(), new RabbitMQ.Client.BasicProperties());
        await server.Tells("a status cannot be used");
        (await scene.Get($"v2/jobs/{job}/summary"))["status"]!.GetValue<string>().ShouldBe("PROCESSING", "'done' within a text is no end");

        // The middle one of three is taken back, and the others stay in their order.
        var messages = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            (await scene.Send(HttpMethod.Post, $"files/{file}/extractions", $$$"""{"extractor": "terra.other", "parameters": {"i": {{{i}}}}}""")).Status.ShouldBe(200);
            await server.Until(() => vhost.Queues().Result["terra.other"].Ready == i + 1, "it is in the queue");
        }

        foreach (var each in (await scene.Get($"files/{file}/extractions")).AsArray().Where(static each => each!["extractor"]!.GetValue<string>() == "terra.other"))
            messages.Add(each!["msgid"]!.GetValue<string>());
        (await scene.Send(HttpMethod.Delete, $"files/{file}/extractions/{messages[1]}", """{"extractor": "terra.other"}""")).ShouldBe((200, """{"status":"OK"}"""));
        (await peer.Take("terra.other", 2)).Select(static each => JsonNode.Parse(each)!["msgid"]!.GetValue<string>()).ShouldBe([messages[0], messages[2]]);
        (await scene.List("jobs", "--of", file)).Select(static each => each["state"]!.GetValue<string>()).ShouldBe(["SUBMITTED", "SUBMITTED", "CANCELLED", "SUBMITTED"]);
        server.Signal(ServerScene.Terminate);
        (await server.Ended()).ShouldEndWith(0);
        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task Large_upload_and_download_go_through_piece_by_piece()
    {
        const int Megabytes = 400;
        var vhost = await broker.NewVhostAsync();
        using var scene = new ServerScene(vhost);
        scene.Flow();
        using var server = await scene.Serve();
        var dataset = Id(await scene.Send(HttpMethod.Post, "datasets/createempty", """{"name": "d"}"""));
        using (var large = File.Create(scene.Scratch["large.bin"]))
            large.SetLength((long)Megabytes << 20);
        var file = Id(await scene.Upload($"uploadToDataset/{dataset}", new StreamContent(File.OpenRead(scene.Scratch["large.bin"])), "file", "large.bin"));
        (await scene.Get($"files/{file}/metadata"))["size"]!.GetValue<string>().ShouldBe(((long)Megabytes << 20).ToString(System.Globalization.CultureInfo.InvariantCulture));
        var got = 0L;
        await using (var stream = await scene.Http.GetStreamAsync($"files/{file}", Stop))
        {
            var buffer = new byte[1 << 20];
            for (int read; (read = await stream.ReadAsync(buffer, Stop)) > 0;)
                got += read;
        }

        got.ShouldBe((long)Megabytes << 20);
        server.Signal(ServerScene.Terminate);
        (await server.Ended()).ShouldEndWith(0).PeakMemory.ShouldBeLessThan(200 << 20);
        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task What_an_operator_has_wrong_is_told_before_or_at_the_start()
    {
        var vhost = await broker.NewVhostAsync();
        using var scene = new ServerScene(vhost);
        scene.Flow(", instance: \"a b\", sources: [relative]");
        var check = await scene.Run(1, "check", "clowder.yaml");
        check.Error.ShouldContain("'a b' cannot be part of the name of a queue");
        check.Error.ShouldContain("'relative' is no full path");
        check.Error.ShouldContain("clowder.yaml:8:");

        scene.Flow();
        using var first = await scene.Serve();
        scene.Scratch.Write("second.yaml", scene.Scratch.Read("clowder.yaml").Replace("flow: clowder", "flow: second\nsettings: {state: second}", StringComparison.Ordinal));
        var taken = await scene.Run(4, "run", "second.yaml");
        taken.ShouldTellInOneScreen().Error.ShouldContain($"clowder-server cannot listen at '127.0.0.1:{scene.Port}'");
        scene.Scratch.Write("third.yaml", scene.Scratch.Read("clowder.yaml").Replace("flow: clowder", "flow: third\nsettings: {state: none}", StringComparison.Ordinal));
        (await scene.Run(3, "run", "third.yaml")).ShouldTellInOneScreen().Error.ShouldContain("leave 'settings.state: none' out");
        first.Signal(ServerScene.Terminate);
        (await first.Ended()).ShouldEndWith(0);

        // Who is waited for in vain does not hold up the stop.
        scene.Flow(", extractors: [nobody]");
        scene.Scratch.Write("incoming/plot/a.txt", "a");
        using var waits = await scene.Serve();
        await waits.Tells("files wait until these extractors have registered: nobody");
        waits.Signal(ServerScene.Terminate);
        (await waits.Ended(TimeSpan.FromSeconds(30))).ShouldEndWith(0);
        await vhost.DeleteAsync();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Id((int Status, string Text) answer)
    {
        answer.Status.ShouldBe(200, answer.Text);
        return JsonNode.Parse(answer.Text)!["id"]!.GetValue<string>();
    }

    private static async Task<(int Status, string Text)> Pointer(ServerScene scene, string dataset, string path)
    {
        using var form = new MultipartFormDataContent { { new StringContent($$"""{"path": "{{path}}"}"""), "file" } };
        using var answer = await scene.Http.PostAsync($"uploadToDataset/{dataset}", form, Stop);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }
}
