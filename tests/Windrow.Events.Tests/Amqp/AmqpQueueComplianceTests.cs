using Windrow.Core.IO;
using Windrow.Core.PlugIns;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Windrow.Storage;
using Windrow.Testing.Compliance.Queues;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

/// <summary>Stages on quorum queues of a real broker.</summary>
public class AmqpQueueComplianceTests(RabbitServer server) : QueueCompliance, IAsyncLifetime
{
    private RabbitVhost? _vhost;

    protected virtual string BrokerKind => "quorum";

    protected override QueueKind Kind => QueueKind.Amqp;

    protected override string Options => $"broker: {{uri: \"{_vhost!.Uri}\", name: stage, kind: {BrokerKind}, partitions: 3}}, ";

    protected override IStateProvider States { get; } = new SqliteStates(new PhysicalFileSystem(), TimeProvider.System);

    public async ValueTask InitializeAsync() => _vhost = await server.NewVhostAsync();

    protected override void Register(PlugInCatalog catalog) => catalog.AddEvents();

    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_vhost is not null)
            await _vhost.DeleteAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class AmqpClassicQueueComplianceTests(RabbitServer server) : AmqpQueueComplianceTests(server)
{
    protected override string BrokerKind => "classic";
}
