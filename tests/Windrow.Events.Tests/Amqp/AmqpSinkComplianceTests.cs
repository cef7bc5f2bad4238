using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

public sealed class AmqpSinkComplianceTests(RabbitServer server) : SinkCompliance, IAsyncLifetime
{
    private RabbitVhost? _vhost;
    private TestBroker? _broker;

    protected override bool MayRepeat => true;

    protected override bool WritesFiles => false;

    protected override string Yaml => $"type: amqp\nuri: {_vhost!.Uri}\nrouting-key: products\nkeys: [number]\nheaders: {{number: \"{{number}}\"}}\n";

    public async ValueTask InitializeAsync()
    {
        _vhost = await server.NewVhostAsync();
        _broker = await TestBroker.Connect(_vhost);
        await _broker.Queue("products");
    }

    protected override void Register(PlugInCatalog catalog) => catalog.AddEvents();

    protected override IReadOnlyList<string> Effects() =>
        [.. Task.Run(() => _broker!.Take("products")).GetAwaiter().GetResult().Select(static each => $"{each.Properties.MessageId} {each.Body}")];

    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_broker is not null)
            await _broker.DisposeAsync();
        if (_vhost is not null)
            await _vhost.DeleteAsync();
    }
}
