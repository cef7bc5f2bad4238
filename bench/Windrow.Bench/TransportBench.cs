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
        foreach (var figure in Tiny(new UnixDomainSocketEndPoint(folder.Path("tiny"))))
            yield return figure;
    }

    private static Figure Volume(string name, double goal, Func<EndPoint> address)
    {
        var part = FieldPayload.Rent(Precision.Double, PartBytes / sizeof(double));
        part.Doubles.Fill(1.5);
        var (ours, raw, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (one, other) = (Ours(address(), part), Raw(address(), part));
            if (round == 0)
                continue;
            ours.Add(one);
            raw.Add(other);
            ratios.Add(other / one);
        }

        part.Release();
        const double gigabytes = (double)Parts * PartBytes / 1e9;
        return new Figure(name, Measure.Median(ratios), "×", goal, false, string.Create(
            CultureInfo.InvariantCulture, $"{gigabytes / Measure.Median(ours):0.00} against {gigabytes / Measure.Median(raw):0.00} GB/s in parts of 8 MiB"));
    }

    // Seconds from the first byte until the server has let go of the last.
    private static double Ours(EndPoint address, FieldPayload part)
    {
        using var server = TransportBenchServer.Start("flow", address);
        using var connection = Connection(address);
        connection.Open(CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; number < Parts; number++)
            connection.Send(FrameKind.Field, Part(number), part, PayloadCode.Doubles, CancellationToken.None);
        connection.Send(FrameKind.Flush, Metadata.From(("flushKind", "last-step")), Payload.None, 0, CancellationToken.None);
        connection.WaitDurable(Timeout.InfiniteTimeSpan, CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        connection.Close(CancellationToken.None);
        server.End();
        return seconds;
    }

    private static double Raw(EndPoint address, FieldPayload part)
    {
        using var server = TransportBenchServer.Start("raw", address);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, address is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        socket.Connect(address);
        var bytes = part.Format!.BytesOf(part);
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; number < Parts; number++)
            socket.Send(bytes);
        socket.Shutdown(SocketShutdown.Send);
        socket.Receive(new byte[1]);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        server.End();
        return seconds;
    }

    private static IEnumerable<Figure> Tiny(EndPoint address)
    {
        using var server = TransportBenchServer.Start("flow", address);
        using var connection = Connection(address);
        var part = FieldPayload.Rent(Precision.Double, 1);
        part.Doubles[0] = 1;
        connection.Open(CancellationToken.None);
        var messages = Enumerable.Range(0, 1_000).Select(Part).ToArray();
        Send(connection, messages, part, TinyParts);
        server.Cpu(); // both sides are compiled by now
        var (used, began) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        Send(connection, messages, part, TinyParts);
        var (client, wall) = ((Environment.CpuUsage.TotalTime - used).TotalMicroseconds / TinyParts, Stopwatch.GetElapsedTime(began).TotalMicroseconds / TinyParts);
        var other = server.Cpu() / TinyParts;
        part.Release();
        connection.Close(CancellationToken.None);
        server.End();
        var detail = string.Create(CultureInfo.InvariantCulture, $"19 keys of which 3 change, 8 bytes of values, {1 / wall:0.00} M parts/s");
        yield return new Figure("tiny part, client", client, "µs CPU", 2, true, detail);
        yield return new Figure("tiny part, server", other, "µs CPU", 2, true, detail + ", with the plan's work");
    }

    private static void Send(ServerConnection connection, Metadata[] messages, FieldPayload part, int count)
    {
        for (var number = 0; number < count; number++)
            connection.Send(FrameKind.Field, messages[number % messages.Length], part, PayloadCode.Doubles, CancellationToken.None);
        connection.Send(FrameKind.Flush, Metadata.From(("flushKind", "default")), Payload.None, 0, CancellationToken.None);
        connection.WaitDurable(Timeout.InfiniteTimeSpan, CancellationToken.None);
    }

    private static ServerConnection Connection(EndPoint address)
    {
        // As the transport action makes them: a window over tcp, none over a Unix socket.
        var settings = new ConnectionSettings(new Peer("bench-clients", 0, 1), new EngineServices()) { ResendWindow = address is UnixDomainSocketEndPoint ? 0 : 64 << 20 };
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
