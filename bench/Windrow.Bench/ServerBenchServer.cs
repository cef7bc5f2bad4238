using System.Net;
using System.Net.Sockets;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Fields;
using Windrow.Fields.PlanFiles;
using Windrow.Native.Libc;

namespace Windrow.Bench;

/// <summary>The servers of <see cref="ServerBench"/>: that of a plan file, and threads that do nothing but receive.</summary>
internal static class ServerBenchServer
{
    private const int Part = 1 << 20;

    /// <summary>Runs the server section of a plan file, without state, as a model's server rank does.</summary>
    public static async Task RunPlan(string path)
    {
        var (services, diagnostics) = (new EngineServices(), new DiagnosticBag());
        var definition = PlanFile.Read(path, services, diagnostics)?.Flow("server", new PlugInCatalog().AddCore().AddFields())
            ?? throw new InvalidOperationException(string.Join('\n', diagnostics.Sorted));
        using var host = new FlowHost(definition with { StateDirectory = null }, services, once: true);
        host.Start();
        Console.Out.WriteLine("ready");
        var asking = Task.Run(TransportBenchServer.Answer);
        await host.SourcesEnded();
        await host.DrainAsync();
        if (services.DeadLetters.Count > 0)
            throw new InvalidOperationException(services.DeadLetters.List()[0].Failure.ToString());
        await asking;
    }

    /// <summary>Receives from any number of connections, each on a thread of its own into one block that is used again.</summary>
    /// <param name="volume">Bytes of each connection after which it is answered.</param>
    public static void RunReceivers(EndPoint address, long volume)
    {
        using var listener = new Socket(address.AddressFamily, SocketType.Stream, address is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        listener.Bind(address);
        listener.Listen();
        Console.Out.WriteLine("ready");
        new Thread(() => Accept(listener, volume)) { IsBackground = true }.Start();
        TransportBenchServer.Answer();
    }

    private static void Accept(Socket listener, long volume)
    {
        while (true)
        {
            var socket = listener.Accept();
            new Thread(() => Receive(socket, volume)) { IsBackground = true }.Start();
        }
    }

    private static void Receive(Socket socket, long volume)
    {
        var buffer = Core.Payloads.NativeBufferPool.Shared.Rent(Part);
        var left = volume;
        while (BulkReceive.Receive(socket.Handle, buffer.GetSpan()[..(int)Math.Min(left, Part)]) is > 0 and var received)
        {
            left -= received;
            if (left > 0)
                continue;
            left = volume;
            socket.Send([1]);
        }
    }
}
