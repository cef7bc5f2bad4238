using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Fields.Transport.Server;

namespace Windrow.Bench;

/// <summary>The other end of <see cref="TransportBench"/> and <see cref="ServerBench"/>, in a process of its own: a flow, or a loop that reads.</summary>
internal sealed class TransportBenchServer : IDisposable
{
    public const string Argument = "transport-server";

    private readonly Process _process;

    private TransportBenchServer(Process process) => _process = process;

    public static TransportBenchServer Start(string kind, EndPoint address, string volume = "0")
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Environment.GetCommandLineArgs()[0], Argument, kind, address is UnixDomainSocketEndPoint ? "unix" : "tcp", address.ToString()!, volume])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet")
            start.ArgumentList.RemoveAt(0);
        var process = Process.Start(start)!;
        if (process.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException("the server has not started");
        return new TransportBenchServer(process);
    }

    /// <summary>Microseconds of processor time since it was last asked.</summary>
    public double Cpu() => Ask("cpu");

    /// <summary>The largest resident set so far, in bytes.</summary>
    public double Peak() => Ask("peak");

    /// <summary>Waits for its end, after the client has closed.</summary>
    public void End()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"the server ended with {_process.ExitCode}");
    }

    public void Dispose() => _process.Dispose();

    private double Ask(string what)
    {
        _process.StandardInput.WriteLine(what);
        return double.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    /// <summary>The process itself.</summary>
    /// <param name="volume">Bytes after which the loop answers; the plan file of a flow that has one.</param>
    public static int Run(string kind, string family, string address, string volume)
    {
        var socket = () => family == "unix" ? (EndPoint)new UnixDomainSocketEndPoint(address) : IPEndPoint.Parse(address);
        switch (kind)
        {
            case "raw":
                RunRaw(socket(), long.Parse(volume, CultureInfo.InvariantCulture));
                break;
            case "receivers":
                ServerBenchServer.RunReceivers(socket(), long.Parse(volume, CultureInfo.InvariantCulture));
                break;
            case "plan":
                ServerBenchServer.RunPlan(volume).GetAwaiter().GetResult();
                break;
            default:
                RunFlow(family, address).GetAwaiter().GetResult();
                break;
        }

        return 0;
    }

    private static void RunRaw(EndPoint address, long volume)
    {
        using var listener = new Socket(address.AddressFamily, SocketType.Stream, address is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        listener.Bind(address);
        listener.Listen();
        Console.Out.WriteLine("ready");
        using var socket = listener.Accept();
        var buffer = Core.Payloads.NativeBufferPool.Shared.Rent(8 << 20);
        for (var left = volume; socket.Receive(buffer.GetSpan()) is > 0 and var received;)
        {
            left -= received;
            if (left > 0)
                continue;
            left = volume;
            socket.Send([1]);
        }

        buffer.Return();
    }

    private static async Task RunFlow(string family, string address)
    {
        var services = new EngineServices();
        var diagnostics = new DiagnosticBag();
        var yaml = family == "unix" ? $"{{transport: unix, path: '{address}'}}" : $"{{listen: '{address}'}}";
        var options = TransportSourceOptions.Set.Bind((MappingNode)ConfigReader.Read(yaml, "f.yaml", diagnostics, ConfigDialect.Native)!, diagnostics);
        var source = new TransportSource(options, new PlugInContext(services, diagnostics, ConfigDialect.Native, "/", "bench", [], false), static _ => NoDeclarations.Instance);
        var plan = new PlanDefinition("plan", Constant.True, [], [new ActionDefinition("null", 1, null, SourceLocation.None, static () => new Swallow())], RetryPolicy.Transient, "plan", SourceLocation.None);
        using var host = new FlowHost(new FlowDefinition("bench", "/", [new SourceDefinition("parts", "transport", "", SourceLocation.None, () => source)], [plan], new FlowSettings()), services);
        host.Start();
        await source.Listening.Task;
        Console.Out.WriteLine("ready");
        var asking = Task.Run(Answer);
        await host.SourcesEnded();
        await host.DrainAsync();
        await asking;
    }

    /// <summary>Answers what is asked, until nobody asks any more.</summary>
    public static void Answer()
    {
        var last = TimeSpan.Zero;
        while (Console.In.ReadLine() is { } what)
        {
            var now = Environment.CpuUsage.TotalTime;
            Console.Out.WriteLine((what == "cpu" ? (now - last).TotalMicroseconds : Process.GetCurrentProcess().PeakWorkingSet64).ToString(CultureInfo.InvariantCulture));
            if (what == "cpu")
                last = now;
        }
    }

    private sealed class Swallow : PlanAction
    {
        public override bool IsTerminal => true;

        public override bool IsConcurrent => true;

        public override void Process(Message message, Output output) => output.Deliver(message);
    }
}
