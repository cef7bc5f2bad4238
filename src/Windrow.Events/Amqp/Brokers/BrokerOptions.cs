using Windrow.Core.Configuration;

namespace Windrow.Events.Amqp.Brokers;

/// <summary>Which broker, and how it is reached; the same for sources, sinks and stages.</summary>
public sealed class BrokerOptions
{
    public Secret? Uri { get; set; }

    /// <summary>Further nodes of the broker's cluster, host or host:port.</summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    public TlsOptions? Tls { get; set; }

    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(20);

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    internal BrokerAddress Address => BrokerAddress.Parse(Uri!.Reveal(), out var problem) ?? throw new InvalidOperationException(problem);

    /// <summary>Adds the options to those of something that has them.</summary>
    internal static OptionSet<T> AddTo<T>(OptionSet<T> set, Func<T, BrokerOptions> of)
        where T : class, new() => set
        .Secret("uri", (o, v) => of(o).Uri = v, "The broker: amqp://user:password@host:port/vhost, or amqps:// for TLS. A '/' within the name of the virtual host is written %2F.", required: true, example: "\"amqp://windrow:${secret:broker-password}@broker.example.org/weather\"")
        .TextList("hosts", o => of(o).Hosts, (o, v) => of(o).Hosts = v, "Further nodes of the broker's cluster, as host or host:port; they are tried one after the other.", example: "[broker2.example.org, \"broker3.example.org:5673\"]")
        .Nested("tls", TlsOptions.Set, (o, v) => of(o).Tls = v, "Certificates, where the address begins with amqps://.", example: "{ca: certs/ca.pem}")
        .Duration("heartbeat", o => of(o).Heartbeat, (o, v) => of(o).Heartbeat = v, "A connection on which nothing comes for about twice as long is given up.", min: TimeSpan.FromSeconds(1), max: TimeSpan.FromMinutes(10))
        .Duration("timeout", o => of(o).Timeout, (o, v) => of(o).Timeout = v, "How long the broker may take to answer when something is asked of it.", min: TimeSpan.FromMilliseconds(100), max: TimeSpan.FromMinutes(10))
        .Check((o, report) => of(o).Check(report));

    private void Check(OptionReport report)
    {
        if (Uri is null)
            return;

        // Said without showing it.
        if (BrokerAddress.Parse(Uri.Reveal(), out var problem) is not { } address)
        {
            report.Error("uri", problem, "write for example \"amqp://user:${secret:broker-password}@host/vhost\"");
            return;
        }

        if (Tls is not null && !address.IsTls)
            report.Error("tls", "the address is one without TLS", "let it begin with amqps://");

        // A secret that is not known stands there as it is written, and is told by itself.
        if (Uri.Redacted == "(redacted)" && !Uri.Reveal().Contains("${secret:", StringComparison.Ordinal) && address is { Password.Length: > 0 } and not { User: "guest", Password: "guest" })
            report.Warning("uri", "a password stands in the file, and is shown with the configuration", "write \"amqp://user:${secret:broker-password}@host/vhost\"");
        foreach (var host in Hosts)
        {
            if (BrokerAddress.Parse($"amqp://{host}", out _) is null)
                report.Error("hosts", $"'{host}' is no host", "write host or host:port");
        }
    }
}
