using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Windrow.Events.Tests.Posttroll;

/// <summary>A peer of posttroll in another process, on bare ZeroMQ.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    public PythonPeer()
    {
        _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "peer.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>Null: a peer can be had; else why not.</summary>
    public static string? Missing { get; } = Look();

    public JsonObject Do(string what, JsonObject order)
    {
        order["do"] = what;
        _process.StandardInput.WriteLine(order.ToJsonString());
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the peer has ended");
        var read = JsonNode.Parse(answer)!.AsObject();
        return read["error"] is { } error ? throw new InvalidOperationException($"{what}: {error}") : read;
    }

    /// <summary>Binds a socket for publishing.</summary>
    /// <returns>Its address.</returns>
    public string Publish(string name = "pub", string bind = "tcp://127.0.0.1:0") => (string)Do("pub", new JsonObject { ["name"] = name, ["bind"] = bind })["endpoint"]!;

    public void Subscribe(string address, string name = "sub", string topic = "pytroll:/") =>
        Do("sub", new JsonObject { ["name"] = name, ["connect"] = address, ["topics"] = new JsonArray(topic) });

    /// <summary>Waits until somebody subscribes to what is bound.</summary>
    public string? Subscribed(string name = "pub", string topic = "pytroll:/") => (string?)Do("subscribed", new JsonObject { ["name"] = name, ["topic"] = topic })["topic"];

    public void Send(string text, string name = "pub") => Send(Encoding.UTF8.GetBytes(text), name);

    public void Send(byte[] frame, string name = "pub") => Do("send", new JsonObject { ["name"] = name, ["frames"] = new JsonArray(Convert.ToHexString(frame)) });

    public IReadOnlyList<byte[]> Receive(int count, string name = "sub", double seconds = 20, string? reply = null) =>
        [.. Do("receive", new JsonObject { ["name"] = name, ["count"] = count, ["seconds"] = seconds, ["reply"] = reply })["frames"]!.AsArray().Select(static each => Convert.FromHexString((string)each!))];

    public string? Ask(string address, params string[] parts) => (string?)Do("ask", new JsonObject { ["connect"] = address, ["parts"] = new JsonArray([.. parts.Select(static part => (JsonNode)part)]) })["text"];

    /// <summary>A message as Python writes it.</summary>
    public byte[] Encode(string subject, string type, string data, string version = "v1.01") => Encoding.UTF8.GetBytes((string)Do("encode", new JsonObject
    {
        ["message"] = new JsonObject { ["subject"] = subject, ["kind"] = type, ["sender"] = "peer@host", ["stamp"] = version == "v1.01" ? "2026-01-02T03:04:05.678901" : "2026-01-02T03:04:05.678901+00:00", ["version"] = version, ["data"] = JsonNode.Parse(data) },
    })["text"]!);

    /// <summary>What Python reads in a message; an exception where it reads none.</summary>
    public JsonObject Decode(byte[] frame) => Do("decode", new JsonObject { ["frame"] = Convert.ToHexString(frame) });

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(2_000))
            _process.Kill();
        _process.Dispose();
    }

    private static string? Look()
    {
        using var probe = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", "import zmq"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        return probe.ExitCode == 0 ? null : "python3-zmq is not installed: apt-get install python3-zmq";
    }
}
