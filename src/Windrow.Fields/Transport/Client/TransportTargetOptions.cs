using Windrow.Core.Configuration;
using Windrow.Fields.Transport.Mpi;
using Windrow.Fields.Transport.Server;
using Windrow.Fields.Transport.Sockets;

namespace Windrow.Fields.Transport.Client;

/// <summary>The <c>server</c> of the <c>transport</c> action: where the servers are, and who this client is.</summary>
public sealed class TransportTargetOptions
{
    public static readonly OptionSet<TransportTargetOptions> Set = MpiOptions.AddTo(new OptionSet<TransportTargetOptions>("server"), static o => o.Mpi)
        .Choice<TransportKind>("transport", static o => o.Transport, static (o, v) => o.Transport = v, "What carries the parts.", [("tcp", TransportKind.Tcp), ("unix", TransportKind.Unix), ("mpi", TransportKind.Mpi)])
        .TextList("addresses", static o => o.Addresses, static (o, v) => o.Addresses = v, "For tcp: the servers, in the same order for all clients.", example: "[\"io1:7771\", \"io2:7771\"]")
        .ListOf("servers", HostOptions.Set, static (o, v) => o.Servers = v, "For tcp: the servers, as in multio.", example: "[{host: io1, ports: [7771, 7772]}]")
        .TextList("paths", static o => o.Paths, static (o, v) => o.Paths = v, "For unix: the sockets of the servers.", example: "[/run/windrow/ocean.sock]")
        .ListOf("clients", HostOptions.Set, static (o, v) => o.Clients = v, "All clients, as in multio.", example: "[{host: localhost, ports: [4441, 4442]}]")
        .Integer("local-port", static _ => null, static (o, v) => o.LocalPort = v, "Which of the 'clients' this process is, as in multio.", min: 1, max: 65535, example: "4441", aliases: ["local_port"])
        .Integer("client-id", static _ => null, static (o, v) => o.Id = v, "Number of this client in its group, from 0; by default what the launcher (Open MPI, PMI, Slurm) says.", min: 0, example: "3")
        .Integer("client-count", static _ => null, static (o, v) => o.Count = v, "How many clients there are; by default what the launcher says.", min: 1, max: 1_000_000, example: "8")
        .Duration("connect-timeout", static o => o.ConnectTimeout, static (o, v) => o.ConnectTimeout = v, "How long one attempt to connect may take.")
        .Integer("retries", static o => o.Retries, static (o, v) => o.Retries = v, "Further attempts to connect, with growing pauses from 0.2 s to 10 s.", min: 0, max: 1000)
        .Duration("close-timeout", static o => o.CloseTimeout, static (o, v) => o.CloseTimeout = v, "How long the end of the plan waits for the servers' acknowledgements.")
        .ByteSize("resend-window", static o => o.ResendWindow, static (o, v) => o.ResendWindow = v, "For tcp: bytes that are kept for each server until they have arrived, to be sent again when the connection is cut. 0: none, and what is under way then is lost. Unix sockets and MPI are cut only with a process and keep nothing, unless 'resend-until: flush'.")
        .Choice<ResendUntil>("resend-until", static o => o.ResendUntil, static (o, v) => o.ResendUntil = v, "'received': frames are kept until they have arrived; 'flush': until the next flush is durable, so that a server may be killed and started again. The window has to hold what is sent between two flushes.", [("received", ResendUntil.Received), ("flush", ResendUntil.Flush)])
        .Check(static (o, report) => o.Resolve(report));

    public TransportKind Transport { get; set; } = TransportKind.Tcp;

    public IReadOnlyList<string> Addresses { get; set; } = [];

    public IReadOnlyList<HostOptions> Servers { get; set; } = [];

    public IReadOnlyList<string> Paths { get; set; } = [];

    public IReadOnlyList<HostOptions> Clients { get; set; } = [];

    public int? LocalPort { get; set; }

    public long? Id { get; set; }

    public int? Count { get; set; }

    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public int Retries { get; set; } = 5;

    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(60);

    public long ResendWindow { get; set; } = 64 << 20;

    public ResendUntil ResendUntil { get; set; }

    public MpiOptions Mpi { get; } = new();

    /// <summary>The tcp servers in order.</summary>
    internal IReadOnlyList<string> AllAddresses => [.. Addresses, .. Servers.SelectMany(static host => host.Ports.Select(port => $"{host.Host}:{port}"))];

    /// <summary>Bytes that are kept, by what carries them.</summary>
    internal long Window => Transport == TransportKind.Tcp || ResendUntil == ResendUntil.Flush ? ResendWindow : 0;

    private void Resolve(OptionReport report)
    {
        if (Transport == TransportKind.Tcp && AllAddresses.Count == 0)
            report.Error("addresses", "there is no server to send to", "add 'addresses: [\"localhost:7771\"]', or multio's list of 'servers'", Rules.MissingOption);
        if (Transport == TransportKind.Unix && Paths.Count == 0)
            report.Error("paths", "'transport: unix' needs the sockets of the servers", "add 'paths: [/run/windrow/model.sock]'", Rules.MissingOption);
        foreach (var address in Addresses)
        {
            if (!SocketAddresses.TryParse(address, out _, out var problem))
                report.Error("addresses", problem!, "write host and port, such as \"io1:7771\"");
        }

        if (LocalPort is { } port && Clients.Count > 0 && !Clients.Any(host => host.Ports.Contains(port)))
            report.Error("local-port", $"none of the 'clients' has the port {port}", "give one of their ports");
        if (ResendUntil == ResendUntil.Flush && ResendWindow == 0)
            report.Error("resend-window", "nothing is kept, so nothing can be sent again until a flush", "give the bytes between two flushes, or leave 'resend-until' out");
    }
}
