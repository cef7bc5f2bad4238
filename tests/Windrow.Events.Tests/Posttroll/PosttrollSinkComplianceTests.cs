using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Posttroll;

public sealed class PosttrollSinkComplianceTests : SinkCompliance, IAsyncLifetime
{
    private readonly int _port = FreePorts.Take(1)[0];
    private PythonPeer? _peer;

    protected override bool MayRepeat => true;

    protected override bool WritesFiles => false;

    protected override string Yaml => $"type: posttroll\nsubject: /products\nport: {_port}\nannounce: none\nkeys: [number]\nid-key: id\nunheard: wait\n";

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PythonPeer.Missing is not null, PythonPeer.Missing ?? "");
        _peer = new PythonPeer();
        _peer.Subscribe($"tcp://127.0.0.1:{_port}");
        return default;
    }

    protected override void Register(PlugInCatalog catalog) => catalog.AddEvents();

    protected override IReadOnlyList<string> Effects() =>
        [.. _peer!.Receive(int.MaxValue, seconds: 1).Select(frame => _peer.Decode(frame)["data"]!.ToJsonString())];

    public ValueTask DisposeAsync()
    {
        _peer?.Dispose();
        Dispose();
        return default;
    }
}
