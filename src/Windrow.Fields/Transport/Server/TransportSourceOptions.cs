using Windrow.Core.Configuration;
using Windrow.Fields.Transport.Mpi;

namespace Windrow.Fields.Transport.Server;

/// <summary>Options of the <c>transport</c> source.</summary>
public sealed class TransportSourceOptions
{
    public static readonly OptionSet<TransportSourceOptions> Set = MpiOptions.AddTo(new OptionSet<TransportSourceOptions>("transport"), static o => o.Mpi)
        .Choice<TransportKind>("transport", static o => o.Transport, static (o, v) => o.Transport = v, "What carries the parts.", [("tcp", TransportKind.Tcp), ("unix", TransportKind.Unix), ("mpi", TransportKind.Mpi)])
        .Text("listen", static _ => null, static (o, v) => o.Listen = v, "For tcp: address and port to listen at; a port alone is one of the loopback address. Nothing is encrypted and nobody has to prove who they are, so other addresses belong into a network of trusted hosts.", example: "\"127.0.0.1:7771\"")
        .Integer("local-port", static _ => null, static (o, v) => o.LocalPort = v, "For tcp: which of the 'servers' this process is, as in multio.", min: 1, max: 65535, example: "7771", aliases: ["local_port"])
        .ListOf("servers", HostOptions.Set, static (o, v) => o.Servers = v, "For tcp: all servers, as in multio.", example: "[{host: localhost, ports: [7771]}]")
        .ListOf("clients", HostOptions.Set, static (o, v) => o.Clients = v, "For tcp: all clients, as in multio; their ports say how many there are.", example: "[{host: localhost, ports: [4441, 4442]}]")
        .Text("path", static _ => null, static (o, v) => o.Path = v, "For unix: path of the socket.", example: "/run/windrow/ocean.sock")
        .Integer("client-count", static _ => null, static (o, v) => o.Count = v, "How many clients there are; by default what the clients say. The source comes to its end when so many have closed.", min: 1, max: 1_000_000, example: "8")
        .ByteSize("credit-per-client", static o => o.CreditPerClient, static (o, v) => o.CreditPerClient = v, "Bytes of one client that may be in memory; then it has to wait. One part that is larger goes through by itself.", min: 65536)
        .ByteSize("credit-total", static o => o.CreditTotal, static (o, v) => o.CreditTotal = v, "Bytes of all clients together; each has an equal share, of 64 KiB at least.", min: 65536)
        .ByteSize("maximum-part", static o => o.MaximumPart, static (o, v) => o.MaximumPart = v, "Bytes of the largest part that is taken.", min: 4096, max: int.MaxValue)
        .Duration("client-timeout", static o => o.ClientTimeout, static (o, v) => o.ClientTimeout = v, "How long a client is waited for whose connection has ended before it closed.")
        .Text("step-meter-file", static _ => null, static (o, v) => o.StepMeterFile = v, "A file for the step that all clients have reached, in hours; written when it moves on.", example: "step_meter")
        .Flag("keep", static o => o.Keep, static (o, v) => o.Keep = v, "Go on when all clients have closed, for the next run of the model.")
        .Check(static (o, report) => o.Resolve(report));

    public TransportKind Transport { get; set; } = TransportKind.Tcp;

    public string? Listen { get; set; }

    public int? LocalPort { get; set; }

    public IReadOnlyList<HostOptions> Servers { get; set; } = [];

    public IReadOnlyList<HostOptions> Clients { get; set; } = [];

    public string? Path { get; set; }

    /// <summary>How many clients there are; 0: as they say themselves.</summary>
    public int ClientCount => Count ?? Clients.Sum(static host => host.Ports.Count);

    public long CreditPerClient { get; set; } = 64 << 20;

    public long CreditTotal { get; set; } = 768 << 20;

    public long MaximumPart { get; set; } = 1 << 30;

    public TimeSpan ClientTimeout { get; set; } = TimeSpan.FromMinutes(5);

    public bool Keep { get; set; }

    public string? StepMeterFile { get; set; }

    public MpiOptions Mpi { get; } = new();

    private int? Count { get; set; }

    /// <summary>Takes over how many clients MPI says there are, unless the configuration says it.</summary>
    internal void ExpectClients(int count) => Count ??= count;

    /// <summary>Where a tcp server listens.</summary>
    internal string ListenAddress => Listen ?? $"{HostOfPort(LocalPort!.Value)}:{LocalPort}";

    private string HostOfPort(int port) => Servers.FirstOrDefault(host => host.Ports.Contains(port))?.Host ?? "localhost";

    private void Resolve(OptionReport report)
    {
        if (Transport == TransportKind.Tcp && Listen is null && LocalPort is null)
            report.Error("transport", "the server has no address to listen at", "add 'listen: 127.0.0.1:7771', or 'local-port' with multio's list of 'servers'", Rules.MissingOption);
        if (Transport == TransportKind.Unix && Path is null)
            report.Error("transport", "'transport: unix' needs the path of a socket", "add 'path: /run/windrow/model.sock'", Rules.MissingOption);
        if (Listen is not null && !Sockets.SocketAddresses.TryParse(Listen, out _, out var problem))
            report.Error("listen", problem!, "write an address and a port, such as '127.0.0.1:7771'");
        if (LocalPort is { } port && Servers.Count > 0 && !Servers.Any(host => host.Ports.Contains(port)))
            report.Error("local-port", $"none of the 'servers' has the port {port}", "give one of their ports");
        if (CreditPerClient > CreditTotal)
            report.Error("credit-per-client", "one client may have more than all clients together", "lower 'credit-per-client' or raise 'credit-total'");
    }
}
