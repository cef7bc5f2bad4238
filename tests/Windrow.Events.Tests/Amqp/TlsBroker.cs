using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

/// <summary>A broker that takes connections by TLS and wants to see a certificate.</summary>
public sealed class TlsBroker : IAsyncDisposable
{
    public TlsBroker()
    {
        Port = FreePorts.Take(1)[0].ToString(System.Globalization.CultureInfo.InvariantCulture);
        Server = new RabbitServer
        {
            Configuration = $"""
            listeners.ssl.1 = 127.0.0.1:{Port}
            ssl_options.cacertfile = {Certificates.Ca}
            ssl_options.certfile = {Certificates["server.pem"]}
            ssl_options.keyfile = {Certificates["server.key"]}
            ssl_options.verify = verify_peer
            ssl_options.fail_if_no_peer_cert = true
            """,
        };
    }

    public RabbitServer Server { get; }

    public string Port { get; }

    internal Certificates Certificates { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Certificates.Dispose();
    }
}
