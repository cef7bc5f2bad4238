using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Windrow.Cli;
using Windrow.Cli.Demos;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Fields.Models;
using Windrow.Fields.PlanFiles;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Wire;

namespace Windrow.EndToEnd.Tests.Models.Faults;

/// <summary>Ranks of a small model in the tests' process, that write through a plan file to servers in processes of their own.</summary>
internal sealed class SmallOcean : IDisposable
{
    public const int Ranks = 3;

    private readonly int _points;
    private readonly Scratch _scratch = new();

    /// <param name="server">Further lines of the server section.</param>
    /// <param name="actions">What the server does with whole fields.</param>
    /// <param name="waits">Whether a flush of a rank ends only when the server has made everything durable.</param>
    public SmallOcean(string server, string actions, int points = 6_000, bool waits = true)
    {
        _points = points;
        Port = FreePort();
        _scratch.Write("plan.yaml", $$"""
            client:
              plans:
                - {name: all, actions: [{type: transport, target: server, wait-for-flush: {{(waits ? "true" : "false")}}}]}
            server:
              transport: tcp
              servers: [{host: localhost, ports: [{{Port}}]}]
              {{server.ReplaceLineEndings("\n  ")}}
              plans:
                - {name: chain, actions: [{type: select, match: [{category: [ocean-2d]}]}, {type: aggregate}, {{actions}}]}
            """);
    }

    public int Port { get; }

    /// <summary>Points of a rank.</summary>
    public int Share => _points / Ranks;

    public Scratch Scratch => _scratch;

    public WindrowProcess StartServer() => WindrowProcess.Start(_scratch.Path, ["fields", "serve", "plan.yaml"]);

    /// <summary>A rank that has connected and declared its points.</summary>
    /// <param name="port">Where it connects to, when that is not the server itself.</param>
    public ModelClient Rank(int rank, int? port = null)
    {
        var client = Connect(rank, port);
        Declare(client, rank * Share);
        return client;
    }

    /// <summary>Declares the points of a rank.</summary>
    /// <param name="first">The first of them.</param>
    public void Declare(ModelClient client, int first) => client.Write(
        MessageKind.Domain,
        Metadata.From(("name", "T grid"), ("category", "ocean-domain-map"), ("representation", "unstructured"), ("misc-globalSize", (long)_points), ("toAllServers", true)),
        BytesPayload.Copy(MemoryMarshal.AsBytes(Enumerable.Range(first, Share).ToArray().AsSpan())));

    /// <summary>A rank that has connected.</summary>
    public ModelClient Connect(int rank, int? port = null)
    {
        var services = new EngineServices
        {
            Environment = name => name switch
            {
                "PMI_RANK" => rank.ToString(CultureInfo.InvariantCulture),
                "PMI_SIZE" => Ranks.ToString(CultureInfo.InvariantCulture),
                _ => null,
            },
        };
        var plan = _scratch.Write($"plan-{rank}.yaml", _scratch.Read("plan.yaml").Replace($"[{Port}]", $"[{port ?? Port}]", StringComparison.Ordinal));
        var diagnostics = new DiagnosticBag();
        var flow = PlanFile.Read(plan, services, diagnostics)?.Flow(PlanFile.ClientSection, CompositionRoot.PlugIns());
        flow.ShouldNotBeNull(diagnostics.ToString());
        var client = new ModelClient(flow, services);
        client.OpenConnections();
        return client;
    }

    /// <summary>Does something on a thread for each rank at the same time, as ranks wait for each other at flushes.</summary>
    public static Task All(IReadOnlyList<ModelClient> ranks, Action<ModelClient, int> work) => Task.WhenAll(
        ranks.Select((client, rank) => Task.Factory.StartNew(() => work(client, rank), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    /// <summary>Messages that the server has taken in from clients that it still knows.</summary>
    public long Received() => Probe() is { } answer ? answer.Clients.Sum(static client => client.Messages) : 0;

    /// <summary>What the server says of itself; null: it does not answer.</summary>
    public ProbeAnswer? Probe()
    {
        try
        {
            return ServerProbe.Ask(new IPEndPoint(IPAddress.Loopback, Port), TimeSpan.FromSeconds(10), new EngineServices());
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes a rank's part of the fields of a step.</summary>
    public void Write(ModelClient client, int rank, int step, int fields = 2)
    {
        for (var field = 0; field < fields; field++)
            WriteOne(client, rank, step, field);
    }

    /// <summary>Writes a rank's part of one field.</summary>
    /// <param name="less">Values that it forgets.</param>
    public unsafe void WriteOne(ModelClient client, int rank, int step, int field, int less = 0)
    {
        var values = new double[Share - less];
        for (var i = 0; i < values.Length; i++)
            values[i] = ValueOf(field, step, (rank * Share) + i);
        fixed (double* start = values)
            client.WriteField(Describe(field, step), start, Precision.Double, values.Length);
    }

    /// <summary>Ends a step of a rank; returns when the server has made everything before durable.</summary>
    public static void Flush(ModelClient client, int step, string kind = "default") => client.Write(
        MessageKind.Flush, Metadata.From(("flushKind", kind), ("domain", "T grid"), ("toAllServers", true), ("step", (long)step)), Payload.None);

    public static double ValueOf(int field, int step, int point) => (field * 1000) + (step * 10) + (point % 977 / 1024.0);

    /// <summary>The means that a file of GRIB has, by parameter and steps, and whether every point is what it has to be.</summary>
    public SortedDictionary<string, bool> Means(string file, Func<string, double> step) => new(GribFields.Read(new PhysicalFileSystem(), _scratch[file]).ToDictionary(
        static field => $"{field.Text("paramId")} {field.Text("stepRange")}",
        field => field.Values.Length == _points && field.Values.Select((value, point) => Math.Abs(value - MeanOf(field.Text("paramId")!, step(field.Text("stepRange")!), point))).Max() < 1e-3));

    public void Dispose() => _scratch.Dispose();

    private static double MeanOf(string param, double step, int point) => (param.EndsWith("00", StringComparison.Ordinal) ? 0 : 1000) + (step * 10) + (point % 977 / 1024.0);

    private Metadata Describe(int field, int step) => Metadata.From(
        ("name", $"f{field}"), ("category", "ocean-2d"), ("domain", "T grid"), ("level", 0L), ("param", 262_100L + field), ("paramId", 262_100L + field), ("levtype", "o2d"), ("gridType", "unstructured_grid"),
        ("misc-globalSize", (long)_points), ("startDate", 20260101L), ("startTime", 0L), ("step", (long)step), ("timeStep", 3600L), ("step-frequency", 1L), ("type", "fc"), ("toAllServers", false));

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
