using System.Text;
using System.Text.Json.Nodes;
using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Events.Tests.Posttroll;

public sealed class PosttrollSourceComplianceTests : SourceCompliance, IAsyncLifetime
{
    private PythonPeer? _peer;
    private string _address = "tcp://127.0.0.1:1";

    protected override int Count => 40;

    protected override string Yaml => $"type: posttroll\naddresses: [\"{_address}\"]\nquiet: 500ms\n";

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PythonPeer.Missing is not null, PythonPeer.Missing ?? "");
        _peer = new PythonPeer();
        _address = _peer.Publish();
        return default;
    }

    protected override void Register(PlugInCatalog catalog) => catalog.AddEvents();

    protected override void MakeInput() => Send(Enumerable.Range(0, Count).Select(static number => Encoding.UTF8.GetBytes(PosttrollTest.Message(number))));

    protected override int AddPoison()
    {
        byte[][] bad = [[], "no message"u8.ToArray(), "pytroll://a"u8.ToArray(), [0xFF, 0xC3], "pytroll://a b c d v1.01"u8.ToArray(), "pytroll://a b c 2026-01-02T03:04:05 v1.01 application/json [}"u8.ToArray()];

        // What does not begin as a message is not subscribed to, and does not come.
        var seen = bad.Count(static frame => frame.AsSpan().StartsWith("pytroll:/"u8));
        Send(bad);
        return seen;
    }

    public ValueTask DisposeAsync()
    {
        _peer?.Dispose();
        Dispose();
        return default;
    }

    private void Send(IEnumerable<byte[]> frames) =>
        _peer!.Do("when-heard", new JsonObject { ["name"] = "pub", ["frames"] = new JsonArray([.. frames.Select(static frame => (JsonNode)Convert.ToHexString(frame))]) });
}
