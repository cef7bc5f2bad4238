using Windrow.Core.Messages;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

/// <summary>A test with a virtual host of its own.</summary>
public abstract class AmqpTest(RabbitServer server) : IAsyncLifetime
{
    private TestBroker? _broker;
    private RabbitVhost? _vhost;

    protected RabbitServer Server { get; } = server;

    internal RabbitVhost Vhost => _vhost!;

    internal TestBroker Broker => _broker!;

    public async ValueTask InitializeAsync()
    {
        _vhost = await Server.NewVhostAsync();
        _broker = await TestBroker.Connect(_vhost);
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        if (_vhost is not null)
            await _vhost.DeleteAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The test's own hand on the broker anew, after the broker was away.</summary>
    internal async Task<TestBroker> Reconnect() => _broker = await TestBroker.Connect(Vhost);

    internal static string Value(Metadata metadata, string key) => metadata.TryGet(key, out var value) ? value.ToString() : "(none)";

    internal string SourceYaml(string source, string plan = "actions: [{type: taken}]", string? uri = null) => $$"""
        flow: test
        settings: {state: none}
        sources:
          - type: amqp
            uri: {{uri ?? Vhost.Uri}}
            {{source.Replace("\n", "\n    ", StringComparison.Ordinal)}}
        plans:
          - name: p
            {{plan}}
        """;

    internal string SinkYaml(string sink, string? uri = null, string rest = "") => $$"""
        flow: test
        settings: {state: none}
        sources: [{type: given}]
        plans:
          - name: p
            retry: {attempts: 3, first-delay: 50ms, maximum-delay: 100ms}
            actions:
              - type: amqp
                uri: {{uri ?? Vhost.Uri}}
                {{sink.Replace("\n", "\n        ", StringComparison.Ordinal)}}
        {{rest}}
        """;
}
