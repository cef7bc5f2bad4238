using System.Globalization;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

/// <summary>Connections by TLS, on a broker that wants to see a certificate.</summary>
public sealed class AmqpTlsTests : IAsyncLifetime
{
    private readonly Certificates _certificates = new();
    private readonly int _port = new Random().Next(32_001, 32_700);
    private RabbitServer? _server;
    private RabbitVhost? _vhost;

    public async ValueTask InitializeAsync()
    {
        _server = new RabbitServer
        {
            Configuration = $"""
            listeners.ssl.1 = 127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}
            ssl_options.cacertfile = {_certificates.Ca}
            ssl_options.certfile = {_certificates["server.pem"]}
            ssl_options.keyfile = {_certificates["server.key"]}
            ssl_options.verify = verify_peer
            ssl_options.fail_if_no_peer_cert = true
            """,
        };
        _vhost = await _server.NewVhostAsync();
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
        using var flow = new AmqpFlow(Yaml(host, $"ca: {_certificates.Ca}, certificate: {_certificates["client.pem"]}, key: {_certificates["client.key"]}{more}"), taken: taken, once: true);
        await flow.ToEnd();
        taken.Distinct.ShouldBe(1);
    }

    [Theory]
    [InlineData("certificate: CLIENT.pem, key: CLIENT.key", "there is no TLS with the broker")]
    [InlineData("ca: CA, certificate: CLIENT.pem, key: CLIENT.key, server-name: another.test", "there is no TLS with the broker")]
    [InlineData("ca: missing.pem", "cannot be read")]
    [InlineData("ca: CLIENT.key", "cannot be read")]
    public async Task What_is_wrong_with_certificates_is_one_clear_error(string tls, string reason)
    {
        tls = tls.Replace("CLIENT", _certificates["client"], StringComparison.Ordinal).Replace("CA,", _certificates.Ca + ",", StringComparison.Ordinal);
        using var flow = new AmqpFlow(Yaml("127.0.0.1", tls), taken: new NumberSink()).Start();
        await flow.Host.SourcesEnded().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        flow.Host.LostSource.ShouldBeTrue();
        flow.Logs.ToString().ShouldContain(reason);
        flow.Logs.ToString().ShouldContain("tls");
        await flow.Drain();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _certificates.Dispose();
    }

    private string Yaml(string host, string tls) => $$"""
        flow: test
        settings: {state: none}
        sources: [{type: amqp, uri: "amqps://guest:guest@{{host}}:{{_port.ToString(CultureInfo.InvariantCulture)}}/{{_vhost!.Name}}", queue: q, tls: { {{tls}} } }]
        plans: [{name: p, actions: [{type: taken}]}]
        """;
}
