using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Windrow.Events.Tests.Clowder;

/// <summary>
/// A Clowder server of the tests, of both generations: it keeps files, datasets, metadata and previews, asks for the key, and remembers what it was asked.
/// </summary>
internal sealed class TestClowder : IDisposable
{
    public const string Key = "SECRET-KEY-4711";

    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private int _number;

    public TestClowder()
    {
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _serving = Task.Run(Serve);
    }

    public int Port { get; }

    /// <summary>Without the slash at its end, as events name it.</summary>
    public string Host => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    public ConcurrentDictionary<string, (string Name, byte[] Bytes, string? Path)> Files { get; } = new();

    public ConcurrentDictionary<string, (string Name, List<string> Files)> Datasets { get; } = new();

    /// <summary>What was attached, by <c>files/ID</c> or <c>datasets/ID</c>.</summary>
    public ConcurrentDictionary<string, List<JsonNode>> Metadata { get; } = new();

    /// <summary>Previews and thumbnails, by what they are of.</summary>
    public ConcurrentDictionary<string, List<string>> Pictures { get; } = new();

    /// <summary>Of the second generation: what is shown of what, with what was sent for it.</summary>
    public List<JsonObject> Visualizations { get; } = [];

    /// <summary>Method and path of all requests, without the key.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Asked before a request: a status to answer instead; 0: as ever.</summary>
    public Func<string, int> Refuses { get; set; } = static _ => 0;

    /// <summary>Asked when a request was carried out: whether the connection breaks instead of an answer.</summary>
    public Func<string, bool> Breaks { get; set; } = static _ => false;

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    private async Task Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => Answer(context));
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var request = context.Request;
        var what = $"{request.HttpMethod} {request.Url!.AbsolutePath}";
        using var body = new MemoryStream();
        request.InputStream.CopyTo(body);
        Requests.Enqueue(what);
        var isSecond = request.Url.AbsolutePath.StartsWith("/api/v2/", StringComparison.Ordinal);
        var key = isSecond ? request.Headers["X-API-KEY"] : request.QueryString["key"];
        var (status, answer) = key != Key ? (401, Bytes("no")) : Refuses(what) is var refusal and not 0 ? (refusal, Bytes("refused")) : Do(request, isSecond, body.ToArray());
        if (Breaks(what))
        {
            context.Response.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.OutputStream.Write(answer);
        context.Response.Close();
    }

    private (int, byte[]) Do(HttpListenerRequest request, bool isSecond, byte[] body)
    {
        var parts = request.Url!.AbsolutePath.Split('/')[(isSecond ? 3 : 2)..];
        lock (_listener)
        {
            return (request.HttpMethod, parts) switch
            {
                ("GET", ["files", var id]) => Files.TryGetValue(id, out var file) ? (200, file.Bytes) : (404, []),
                ("GET", ["files", var id, "metadata"]) when !isSecond => Files.ContainsKey(id) ? (200, Json(Told(id))) : (404, []),
                ("GET", ["datasets", var id]) => Datasets.TryGetValue(id, out var dataset) ? (200, Json(new JsonObject { ["id"] = id, ["name"] = dataset.Name, ["resource_type"] = "dataset" })) : (404, []),
                ("GET", ["datasets", var id, "files"]) => Datasets.TryGetValue(id, out var dataset) ? (200, Json(Listed(new JsonArray([.. dataset.Files.Select(Told)]), isSecond))) : (404, []),
                ("GET", [var kind, var id, "metadata.jsonld" or "metadata"]) => (200, Json(new JsonArray([.. Metadata.GetValueOrDefault($"{kind}/{id}", []).Select(static each => each.DeepClone())]))),
                ("POST", [var kind, var id, "metadata.jsonld" or "metadata"]) when kind is "files" or "datasets" => Attach($"{kind}/{id}", body),
                ("POST", ["uploadToDataset", var id]) when !isSecond => Add(id, request, body, "file"),
                ("POST", ["datasets", var id, "files"]) when isSecond => Add(id, request, body, "file"),
                ("POST", ["previews"] or ["fileThumbnail"]) when !isSecond => Add(null, request, body, "File"),
                ("POST", ["thumbnails"]) when isSecond => Add(null, request, body, "file"),
                ("POST", ["files", var id, "previews" or "thumbnails", var picture]) when !isSecond => Show($"files/{id}", picture),
                ("POST", ["visualizations", "config"]) when isSecond => Configure(body),
                ("POST", ["visualizations"]) when isSecond => Visualize(request, body),
                ("GET", ["visualizations", var id, "config"]) when isSecond => (200, Json(new JsonArray([.. Visualizations.Where(each => each["resource"]!["resource_id"]!.ToString() == id).Select(static each => each.DeepClone())]))),
                ("PATCH", [var kind, var id, "thumbnail", var picture]) when isSecond => Show($"{kind}/{id}", picture),
                ("POST", ["previews", _, "metadata"]) => (200, "{}"u8.ToArray()),
                _ => (404, Bytes("no such address")),
            };
        }
    }

    private (int, byte[]) Configure(byte[] body)
    {
        var config = JsonNode.Parse(body)!.AsObject();
        if (config["resource"]?["collection"] is null || config["visualization_mimetype"] is null || config["visualization_component_id"] is null)
            return (422, Bytes("a field is required"));
        config["id"] = string.Create(CultureInfo.InvariantCulture, $"v{Interlocked.Increment(ref _number)}");
        config["visualization_data"] = new JsonArray();
        Visualizations.Add(config);
        return (200, Json(config));
    }

    private (int, byte[]) Visualize(HttpListenerRequest request, byte[] body)
    {
        if (Visualizations.Find(each => each["id"]!.ToString() == request.QueryString["config"]) is not { } config || Form(request, body, "file") is not { } form)
            return (404, Bytes("no such visualization"));
        config["visualization_data"]!.AsArray().Add(new JsonObject { ["name"] = request.QueryString["name"], ["bytes"] = form.Bytes.Length });
        return (200, "{}"u8.ToArray());
    }

    private JsonObject Told(string id)
    {
        var (name, bytes, path) = Files[id];
        var told = new JsonObject { ["id"] = id, ["filename"] = name, ["size"] = bytes.Length.ToString(CultureInfo.InvariantCulture), ["contentType"] = "application/octet-stream" };
        if (path is not null)
            told["filepath"] = path;
        return told;
    }

    private static JsonNode Listed(JsonArray list, bool isSecond) => isSecond ? new JsonObject { ["metadata"] = new JsonObject(), ["data"] = list } : list;

    private (int, byte[]) Attach(string to, byte[] body)
    {
        var entry = JsonNode.Parse(body)!;
        var isRight = entry["agent"]?["extractor_id"]?.ToString().StartsWith("http", StringComparison.Ordinal) ?? entry["listener"] is not null;
        if (!isRight)
            return (400, Bytes("who says so?"));
        Metadata.GetOrAdd(to, static _ => []).Add(entry);
        return (200, "\"Metadata successfully added to db\""u8.ToArray());
    }

    private (int, byte[]) Add(string? dataset, HttpListenerRequest request, byte[] body, string part)
    {
        if (Form(request, body, part) is not { } form)
            return (400, Bytes($"no part '{part}'"));
        var id = string.Create(CultureInfo.InvariantCulture, $"new{Interlocked.Increment(ref _number)}");
        Files[id] = (form.Name, form.Bytes, null);
        if (dataset is not null)
            Datasets.GetOrAdd(dataset, static id => (id, [])).Files.Add(id);
        return (200, Json(new JsonObject { ["id"] = id }));
    }

    private (int, byte[]) Show(string of, string picture)
    {
        var shown = Pictures.GetOrAdd(of, static _ => []);
        if (!shown.Contains(picture))
            shown.Add(picture);
        return (200, "{}"u8.ToArray());
    }

    private static (string Name, byte[] Bytes)? Form(HttpListenerRequest request, byte[] body, string part)
    {
        var boundary = request.ContentType!.Split("boundary=")[1].Trim('"');
        var text = Encoding.Latin1.GetString(body);
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var heads = Encoding.UTF8.GetString(body[..head]);
        if (!heads.Contains($"name=\"{part}\"", StringComparison.Ordinal))
            return null;
        var name = heads.Split("filename=\"")[1].Split('"')[0];
        var end = text.LastIndexOf($"\r\n--{boundary}--", StringComparison.Ordinal);
        return (name, body[(head + 4)..end]);
    }

    private static byte[] Json(JsonNode node) => Bytes(node.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
