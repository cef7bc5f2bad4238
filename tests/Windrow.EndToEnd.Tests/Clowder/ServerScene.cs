using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Clowder;

/// <summary>A folder, a Clowder server over it, and extractors in Python that know nothing of Windrow.</summary>
internal sealed class ServerScene : IDisposable
{
    public const string Key = "SECRET-SERVER-KEY-0815";
    public const string ReaderKey = "SECRET-READER-KEY-0816";
    public const int Kill = 9;
    public const int Terminate = 15;

    public ServerScene(RabbitVhost vhost)
    {
        Vhost = vhost;
        Directory.CreateDirectory(Scratch["incoming"]);
        File.Copy(Path.Combine(Repository.Root, "tests/Windrow.EndToEnd.Tests/Clowder/extractor.py"), Scratch["extractor.py"]);
        Extractor("ncsa.wordcount", """{"file": ["text/*"]}""");
        Extractor("windrow.report", """{"metadata": ["added.file"]}""");
        Extractor("windrow.count", """{"dataset": ["file.added"]}""");
        Http.DefaultRequestHeaders.Add("X-API-Key", Key);
        Http.BaseAddress = new Uri($"http://127.0.0.1:{Port}/api/");
    }

    public RabbitVhost Vhost { get; }

    public Scratch Scratch { get; } = new();

    public int Port { get; } = FreePorts.Take(1)[0];

    public HttpClient Http { get; } = new();

    public void Dispose()
    {
        Http.Dispose();
        Scratch.Dispose();
    }

    /// <summary>Writes the flow of the server.</summary>
    /// <param name="more">Further options, each with a comma in front.</param>
    public void Flow(string more = "", string settings = "", string then = "") => Scratch.Write("clowder.yaml", $$"""
        flow: clowder
        {{settings}}
        sources:
          - {type: watch, path: incoming, recursive: true, read: file, quiet: 100ms}
        plans:
          - name: clowder
            actions:
              - {type: clowder-server, uri: "${secret:broker}", key: "${secret:clowder}", listen: "{{Port}}"{{more}}}
              {{then}}
        """);

    public void Extractor(string name, string process) => Scratch.Write($"{name}.json", $$"""
        {"@context": "http://clowder.ncsa.illinois.edu/contexts/extractors.jsonld", "name": "{{name}}", "version": "2.0", "description": "d", "author": "a",
         "contexts": [{"lines": "http://clowder.ncsa.illinois.edu/metadata/{{name}}#lines"}], "repository": [{"repType": "git", "repUrl": "http://x"}], "process": {{process}}}
        """);

    public async Task<WindrowProcess> Serve(params string[] options)
    {
        var process = Start(["run", "clowder.yaml", .. options]);
        if (!options.Contains("--once"))
            await process.Until(Answers, "the server answers");
        return process;
    }

    public async Task<WindrowProcess> Work(string extractor, string work)
    {
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/pika"), "the package python3-pika is not installed");
        var process = WindrowProcess.StartCommand(["/usr/bin/python3", "extractor.py", Vhost.Uri, $"{extractor}.json", work], Scratch.Path);
        await process.Until(() => process.Output.Contains("ready", StringComparison.Ordinal), "the extractor is ready");
        return process;
    }

    /// <summary>Runs a command to its end, which is a good one.</summary>
    public Task<Result> Run(params string[] arguments) => Run(0, arguments);

    /// <summary>Runs a command to its end.</summary>
    public async Task<Result> Run(int exitCode, params string[] arguments)
    {
        using var process = Start(arguments);
        await process.Feed("");
        return (await process.Ended()).ShouldEndWith(exitCode);
    }

    /// <summary>What <c>windrow clowder WHAT --json</c> prints.</summary>
    public async Task<List<JsonNode>> List(string what, params string[] options)
    {
        var result = await Run(["clowder", what, "clowder.yaml", "--json", .. options]);
        result.Output.ShouldNotContain(Key);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];
    }

    /// <summary>Waits until so many jobs are over, and none is open.</summary>
    public async Task<List<JsonNode>> JobsOver(int count)
    {
        var jobs = new List<JsonNode>();
        for (var left = 480; left > 0; left--)
        {
            jobs = (await Get("v2/jobs?limit=10000"))["data"]!.AsArray().Select(static each => each!).ToList();
            if (jobs.Count >= count && jobs.TrueForAll(static each => each["finished"] is not null))
                return jobs;

            // To list a thousand jobs is work for the server, which has other work to do.
            await Task.Delay(250, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{count} jobs are not over: {string.Join(", ", jobs.CountBy(static each => $"{each["listener_id"]} {each["status"]}"))}");
    }

    public async Task<JsonNode> Get(string path)
    {
        using var answer = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task<(int Status, string Text)> Send(HttpMethod method, string path, string body = "")
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(int Status, string Text)> Upload(string path, HttpContent content, string part, string name)
    {
        using var form = new MultipartFormDataContent { { content, part, name } };
        using var answer = await Http.PostAsync(path, form, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private WindrowProcess Start(string[] arguments) =>
        WindrowProcess.Start(Scratch.Path, arguments, ("WINDROW_SECRET_BROKER", Vhost.Uri), ("WINDROW_SECRET_CLOWDER", Key), ("WINDROW_SECRET_READER", ReaderKey));

    private bool Answers()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "status");
            using var answer = Http.Send(request);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
