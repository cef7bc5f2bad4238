using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

public class AmqpSourceComplianceTests(RabbitServer server) : SourceCompliance, IAsyncLifetime
{
    private RabbitVhost? _vhost;

    protected virtual string QueueKind => "classic";

    protected override int Count => 40;

    protected override string Yaml => $"type: amqp\nuri: {_vhost?.Uri ?? "amqp://guest:guest@localhost/none"}\nqueue: events\nprefetch: 64\ndeclare: {QueueKind}\n";

    public async ValueTask InitializeAsync() => _vhost = await server.NewVhostAsync();

    protected override void Register(PlugInCatalog catalog) => catalog.AddEvents();

    protected override void MakeInput() => Do(async broker =>
    {
        await broker.Queue("events", QueueKind == "quorum");
        for (var i = 0; i < Count; i++)
            await broker.Publish("events", $$"""{"number": {{i}}}""", $"m{i}");
    });

    protected override int AddPoison()
    {
        string[] bad = ["", "no JSON", "[1, 2]", "{\"a\": 1} {\"b\": 2}", "{\"\": 1}"];
        Do(async broker =>
        {
            foreach (var body in bad)
                await broker.Publish("events", body);
            await broker.Publish("events", new byte[] { (byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}' }, new RabbitMQ.Client.BasicProperties());
        });

        return bad.Length + 1;
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (_vhost is not null)
            await _vhost.DeleteAsync();
        GC.SuppressFinalize(this);
    }

    private void Do(Func<TestBroker, Task> work) => Task.Run(async () =>
    {
        await using var broker = await TestBroker.Connect(_vhost!);
        await work(broker);
    }).GetAwaiter().GetResult();
}

public sealed class AmqpSourceOnQuorumComplianceTests(RabbitServer server) : AmqpSourceComplianceTests(server)
{
    protected override string QueueKind => "quorum";
}
