using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Windrow.Cli.Commands.Fields;

/// <summary>A hammer over sockets: starts servers and clients, and puts together what they say.</summary>
/// <param name="processes">Over how many the clients are spread.</param>
/// <param name="isAlone">Threads of this process instead.</param>
internal sealed class HammerProcesses(HammerRun run, int processes, bool isAlone)
{
    public int Run()
    {
        var addresses = run.Transport == "tcp" ? FreePorts() : Sockets();
        var (servers, clients) = isAlone ? Threads(addresses) : Processes(addresses);
        HammerReport.Print(run, servers, clients, isAlone, Console.Out);
        return HammerReport.ExitCodeOf([.. servers, .. clients]);
    }

    private (HammerFigures[] Servers, HammerFigures[] Clients) Threads(string[] addresses)
    {
        var servers = addresses.Select((address, server) => Task.Factory.StartNew(() => HammerChild.Serve(run, server, address, isAlone: true), TaskCreationOptions.LongRunning)).ToArray();
        var clients = HammerChild.Write(run, 0, run.Load.Clients, addresses);
        Task.WaitAll(servers);
        return ([.. servers.Select(static server => server.Result)], [clients]);
    }

    private (HammerFigures[] Servers, HammerFigures[] Clients) Processes(string[] addresses)
    {
        var started = addresses.Select((address, server) => Start(HammerChild.ServerRole(server, address))).ToList();
        var count = Math.Min(processes, run.Load.Clients);
        for (var number = 0; number < count; number++)
        {
            var (first, end) = (run.Load.Clients * number / count, run.Load.Clients * (number + 1) / count);
            started.Add(Start(HammerChild.ClientRole(first, end - first, addresses)));
        }

        // One that ends without a word has crashed; what the others wait for does not come then.
        var said = Task.WhenAll(started.Select(static process => process.StandardOutput.ReadLineAsync())).GetAwaiter().GetResult();
        started.ForEach(static process => process.WaitForExit());
        var figures = said.Select((line, i) => HammerFigures.OfLine(line) ?? new HammerFigures(0, 0, 0, null, string.Create(CultureInfo.InvariantCulture, $"a process has ended with {started[i].ExitCode} and said nothing"))).ToArray();
        started.ForEach(static process => process.Dispose());
        return (figures[..addresses.Length], figures[addresses.Length..]);
    }

    private static Process Start(string role)
    {
        var arguments = Environment.GetCommandLineArgs();
        var own = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? arguments : arguments[1..];
        return Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. own, "--role", role]) { RedirectStandardOutput = true })!;
    }

    private string[] Sockets() =>
        [.. Enumerable.Range(0, run.Load.Servers).Select(static server => Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"windrow-hammer-{Environment.ProcessId}-{server}.sock")))];

    private string[] FreePorts()
    {
        var listeners = Enumerable.Range(0, run.Load.Servers).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        var addresses = listeners.Select(static listener => listener.LocalEndpoint.ToString()!).ToArray();
        listeners.ForEach(static listener => listener.Dispose());
        return addresses;
    }
}
