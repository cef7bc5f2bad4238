using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Windrow.Core;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Sockets;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Bench;

/// <summary>
/// One client that sends parts of fields to a server in another process, whose plan throws them away: against a plain
/// copy of the same bytes between two sockets, and for tiny parts the processor time of each side.
/// </summary>
internal static class TransportBench
{
    private const int PartBytes = 8 << 20;
    private const int Parts = 128;
    private const int TinyParts = 200_000;
    private const int Rounds = 7;

    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        yield return Volume("unix, ours / socket", 0.8, () => new UnixDomainSocketEndPoint(folder.Path($"{Guid.NewGuid():N}")));
        yield return Volume("tcp, ours / socket", 0.7, FreePort);
        foreach (var figure in Tiny(new UnixDomainSocketEndPoint(folder.Path("tiny")), 1).Concat(Tiny(new UnixDomainSocketEndPoint(folder.Path("four")), 4)))
            yield return figure;
    }

    private static Figure Volume(string name, double goal, Func<EndPoint> address)
    {
        var part = FieldPayload.Rent(Precision.Double, PartBytes / sizeof(double));
        part.Doubles.Fill(1.5);
        var (ourAddress, rawAddress) = (address(), address());
        using var ourServer = TransportBenchServer.Start("flow", ourAddress);
        using var rawServer = TransportBenchServer.Start("raw", rawAddress, $"{(long)Parts * PartBytes}");
        using var connection = Connection(ourAddress);
        using var socket = new Socket(rawAddress.AddressFamily, SocketType.Stream, rawAddress is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        if (rawAddress is UnixDomainSocketEndPoint)
            socket.SendBufferSize = 4 << 20; // as ours, which the system cuts down to what it allows
        socket.Connect(rawAddress);

        // The round that is not counted compiles what it runs.
        var (ours, raw, ratio) = Measure.Pair(() => Ours(connection, part), () => Raw(socket, part), Rounds);
        connection.Close(CancellationToken.None);
        ourServer.End();
        socket.Dispose();
        rawServer.End();
        part.Release();
        const double gigabytes = (double)Parts * PartBytes / 1e9;
        return new Figure(name, 1 / ratio, "×", goal, false, string.Create(
            CultureInfo.InvariantCulture, $"{gigabytes / ours:0.00} against {gigabytes / raw:0.00} GB/s in parts of 8 MiB"));
    }

    // Until the server has let go of the last.
    private static void Ours(ServerConnection connection, FieldPayload part)
    {
        for (var number = 0; number < Parts; number++)
            connection.Send(FrameKind.Field, Part(number), part, PayloadCode.Doubles, CancellationToken.None);
        connection.Send(FrameKind.Flush, Metadata.From(("flushKind", "last-step")), Payload.None, 0, CancellationToken.None);
        connection.WaitDurable(Timeout.InfiniteTimeSpan, CancellationToken.None);
    }

    private static void Raw(Socket socket, FieldPayload part)
    {
        var bytes = part.Format!.BytesOf(part);
        for (var number = 0; number < Parts; number++)
            socket.Send(bytes);
        socket.Receive(new byte[1]);
    }

    private static IEnumerable<Figure> Tiny(EndPoint address, int clients)
    {
        using var server = TransportBenchServer.Start("flow", address);
        var connections = Enumerable.Range(0, clients).Select(id => Connection(address, id, clients)).ToList();
        var part = FieldPayload.Rent(Precision.Double, 1);
        part.Doubles[0] = 1;
        connections.ForEach(static connection => connection.Open(CancellationToken.None));
        var messages = Enumerable.Range(0, 1_000).Select(Part).ToArray();
        Send(connections, messages, part);
        server.Cpu(); // both sides are compiled by now
        var (used, began) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        Send(connections, messages, part);
        double parts = TinyParts * clients;
        var (client, wall) = ((Environment.CpuUsage.TotalTime - used).TotalMicroseconds / parts, Stopwatch.GetElapsedTime(began).TotalMicroseconds / parts);
        var other = server.Cpu() / parts;
        part.Release();
        connections.ForEach(static connection => connection.Close(CancellationToken.None));
        connections.ForEach(static connection => connection.Dispose());
        server.End();
        var detail = string.Create(CultureInfo.InvariantCulture, $"19 keys of which 3 change, 8 bytes of values, {1 / wall:0.00} M parts/s");
        yield return new Figure($"tiny part, client of {clients}", client, "µs CPU", 2, true, detail);
        yield return new Figure($"tiny part, server of {clients}", other, "µs CPU", 2, true, detail + ", with the plan's work");
    }

    private static void Send(List<ServerConnection> connections, Metadata[] messages, FieldPayload part)
    {
        var threads = connections.ConvertAll(connection => new Thread(() =>
        {
            for (var number = 0; number < TinyParts; number++)
                connection.Send(FrameKind.Field, messages[number % messages.Length], part, PayloadCode.Doubles, CancellationToken.None);
            connection.Send(FrameKind.Flush, Metadata.From(("flushKind", "default")), Payload.None, 0, CancellationToken.None);
            connection.WaitDurable(Timeout.InfiniteTimeSpan, CancellationToken.None);
        }));
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
    }

    private static ServerConnection Connection(EndPoint address, int id = 0, int clients = 1)
    {
        // As the transport action makes them: a window over tcp, none over a Unix socket.
        var settings = new ConnectionSettings(new Peer("bench-clients", id, clients), new EngineServices()) { ResendWindow = address is UnixDomainSocketEndPoint ? 0 : 64 << 20 };
        return new ServerConnection(address.ToString()!, () => new SocketLink(address), settings);
    }

    private static Metadata Part(int number) => Metadata.From(
        ("name", "thetao"), ("category", "ocean-3d"), ("domain", "T grid"), ("level", (long)(number % 75)), ("levtype", "o3d"), ("param", $"{262_500 + (number / 75 % 5)}"),
        ("gridType", "unstructured_grid"), ("unstructuredGridType", "eORCA025"), ("unstructuredGridSubtype", "T"), ("misc-globalSize", 1_740_494L),
        ("misc-precision", "double"), ("misc-format", "raw"), ("startDate", 20260101L), ("startTime", 0L), ("step", (long)(number / 375)), ("timeStep", 3600L),
        ("bitmapPresent", false), ("missingValue", 9999.0), ("toAllServers", false));

    private static EndPoint FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint;
    }
}
