using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

/// <summary>Connections by TLS, on a broker that wants to see a certificate.</summary>
public sealed class AmqpTlsTests(TlsBroker tls) : IClassFixture<TlsBroker>, IAsyncLifetime
{
    private RabbitVhost? _vhost;

    public async ValueTask InitializeAsync()
    {
        _vhost = await tls.Server.NewVhostAsync();
        await using var broker = await TestBroker.Connect(_vhost);
        await broker.Queue("q");
        await broker.Publish("q", """{"number": 1}""", "m");
    }

    [Theory]
    [InlineData("127.0.0.1", "")]
    [InlineData("localhost", "")]
    [InlineData("127.0.0.1", ", server-name: broker.test")]
    public async Task Certificates_of_both_sides_are_seen(string host, string more)
    {
        var taken = new NumberSink();
        using var flow = new AmqpFlow(Yaml(host, $"ca: {tls.Certificates.Ca}, certificate: {tls.Certificates["client.pem"]}, key: {tls.Certificates["client.key"]}{more}"), taken: taken, once: true);
        await flow.ToEnd();
        taken.Distinct.ShouldBe(1);
    }

    [Theory]
    [InlineData("certificate: CLIENT.pem, key: CLIENT.key", "there is no TLS with the broker")]
    [InlineData("ca: CA, certificate: CLIENT.pem, key: CLIENT.key, server-name: another.test", "there is no TLS with the broker")]
    [InlineData("ca: missing.pem", "cannot be read")]
    [InlineData("ca: CLIENT.key", "cannot be read")]
    public async Task What_is_wrong_with_certificates_is_one_clear_error(string options, string reason)
    {
        options = options.Replace("CLIENT", tls.Certificates["client"], StringComparison.Ordinal).Replace("CA,", tls.Certificates.Ca + ",", StringComparison.Ordinal);
        using var flow = new AmqpFlow(Yaml("127.0.0.1", options), taken: new NumberSink()).Start();
        await flow.Host.SourcesEnded().WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        flow.Host.LostSource.ShouldBeTrue();
        flow.Logs.ToString().ShouldContain(reason);
        flow.Logs.ToString().ShouldContain("tls");
        await flow.Drain();
    }

    public ValueTask DisposeAsync() => default;

    private string Yaml(string host, string options) => $$"""
        flow: test
        settings: {state: none}
        sources: [{type: amqp, uri: "amqps://guest:guest@{{host}}:{{tls.Port}}/{{_vhost!.Name}}", queue: q, tls: { {{options}} } }]
        plans: [{name: p, actions: [{type: taken}]}]
        """;
}
