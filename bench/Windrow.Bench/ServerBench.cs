using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Windrow.Core.Payloads;
using Windrow.Native.Libc;

namespace Windrow.Bench;

/// <summary>
/// A server of a plan file with eight clients: parts of fields of a million doubles become whole fields, daily means, GRIB and a file. What
/// that costs the server's processor beyond receiving the same bytes from the same number of bare sockets, and its memory.
/// </summary>
internal static class ServerBench
{
    private const int Clients = 8;
    private const int Points = 1_000_000;
    private const int Steps = 24;
    private const int Params = 10;
    private const int Rounds = 5;
    private const int Credit = 4 << 20;
    private const int TinyPoints = 64;
    private const int TinySteps = 240;
    private const int TinyParams = 200;

    private const long Volume = (long)Points * sizeof(double) * Steps * Params;

    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        foreach (var figure in Large(folder))
            yield return figure;
        yield return Tiny(folder);
    }

    private static IEnumerable<Figure> Large(TemporaryFolder folder)
    {
        var plan = Plan(folder, "large", "{type: statistics, output-frequency: 1d, operations: [average]}, {type: encode, format: grib, additional-metadata: {typeOfLevel: oceanSurface, bitsPerValue: 16}}, {type: sink, sinks: [{type: file, path: '" + folder.Path("means.grib") + "'}]}");
        var raw = new UnixDomainSocketEndPoint(folder.Path("raw"));
        using var server = TransportBenchServer.Start("plan", new UnixDomainSocketEndPoint(folder.Path("large.sock")), plan);
        using var receivers = TransportBenchServer.Start("receivers", raw, $"{Volume / Clients}");
        using var clients = new ServerBenchClients(plan, Clients, Points);
        using var senders = new Senders(raw);
        var (own, bare, walls, beyond, idle, peak) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), 0.0, 0.0);
        clients.Open();
        for (var round = 0; round <= Rounds; round++)
        {
            receivers.Cpu();
            senders.Send();
            var received = receivers.Cpu() / 1e6 / (Volume / 1e9);
            server.Cpu();
            if (round == 0)
                idle = server.Peak();
            var wall = Measure.Time(() => clients.Write(round * Steps, Steps, Params));
            var used = server.Cpu() / 1e6 / (Volume / 1e9);
            peak = server.Peak();
            if (round == 0)
                continue; // it compiles what it runs
            own.Add(used);
            bare.Add(received);
            beyond.Add(used - received);
            walls.Add(wall);
        }

        clients.Close();
        server.End();
        var detail = string.Create(CultureInfo.InvariantCulture, $"{Measure.Median(own):0.000} s/GB, of which receiving is {Measure.Median(bare):0.000}; {Volume / 1e9 / Measure.Median(walls):0.00} GB/s, {Steps * Params / Measure.Median(walls):0} fields/s");
        yield return new Figure("server chain beyond receiving", Measure.Median(beyond), "s/GB CPU", 0.2, true, detail);

        // Credits; for each param the open fields of two steps and an accumulator; for each worker a product.
        var expected = idle + ((double)Credit * Clients) + (((3.0 * Params) + Environment.ProcessorCount) * Points * sizeof(double));
        yield return new Figure("server memory beyond its formula", (peak - expected) / (1 << 20), "MiB", 64, true, string.Create(
            CultureInfo.InvariantCulture, $"{peak / (1 << 20):0} MiB at most over {(Rounds + 1) * Volume / 1e9:0} GB; {idle / (1 << 20):0} idle"));
    }

    private static Figure Tiny(TemporaryFolder folder)
    {
        var plan = Plan(folder, "tiny", "{type: \"null\"}");
        using var server = TransportBenchServer.Start("plan", new UnixDomainSocketEndPoint(folder.Path("tiny.sock")), plan);
        using var clients = new ServerBenchClients(plan, Clients, TinyPoints);
        clients.Open();
        var (costs, own) = (new List<double>(), new List<double>());
        const double parts = (double)TinySteps * TinyParams * Clients;
        for (var round = 0; round <= Rounds; round++)
        {
            server.Cpu();
            var client = Measure.Time(() => clients.Write(round * TinySteps, TinySteps, TinyParams), cpu: true);
            var used = server.Cpu();
            if (round > 0)
                (costs, own) = ([.. costs, used / parts], [.. own, client * 1e6 / parts]);
        }

        clients.Close();
        server.End();
        return new Figure("server chain, tiny part", Measure.Median(costs), "µs CPU", 2, true, string.Create(
            CultureInfo.InvariantCulture, $"{TinyPoints / Clients} points of a field from each of {Clients} clients, received and put together; a client {Measure.Median(own):0.00} µs"));
    }

    private static string Plan(TemporaryFolder folder, string name, string actions)
    {
        var path = folder.Path(name + ".yaml");
        File.WriteAllText(path, $$"""
            client:
              plans:
                - {name: all, actions: [{type: transport, target: server, wait-for-flush: true}]}
            server:
              transport: unix
              path: '{{folder.Path(name + ".sock")}}'
              credit-per-client: {{Credit}}
              plans:
                - {name: chain, actions: [{type: select, match: [{category: [ocean-2d]}]}, {type: aggregate}, {{actions}}]}
            """);
        return path;
    }

    /// <summary>As many bare sockets as clients, each with a thread, that send the same bytes.</summary>
    private sealed class Senders(EndPoint address) : IDisposable
    {
        private readonly Socket[] _sockets = [.. Enumerable.Range(0, Clients).Select(_ => Connect(address))];
        private readonly NativeBuffer _part = NativeBufferPool.Shared.Rent(Points / Clients * sizeof(double));

        public void Send()
        {
            var threads = Array.ConvertAll(_sockets, socket => new Thread(() =>
            {
                var part = _part.GetSpan()[..(Points / Clients * sizeof(double))];
                for (var number = 0; number < Steps * Params; number++)
                    GatheredSend.Send(socket.Handle, part, default);
                socket.Receive(new byte[1]);
            }));
            Array.ForEach(threads, static thread => thread.Start());
            Array.ForEach(threads, static thread => thread.Join());
        }

        public void Dispose()
        {
            Array.ForEach(_sockets, static socket => socket.Dispose());
            _part.Return();
        }

        private static Socket Connect(EndPoint address)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified) { SendBufferSize = 4 << 20 };
            socket.Connect(address);
            return socket;
        }
    }
}
