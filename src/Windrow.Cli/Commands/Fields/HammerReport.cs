using System.Globalization;

namespace Windrow.Cli.Commands.Fields;

/// <summary>What a hammer found and measured.</summary>
internal static class HammerReport
{
    public static void Print(HammerRun run, IReadOnlyList<HammerFigures> servers, IReadOnlyList<HammerFigures> clients, bool isAlone, TextWriter output)
    {
        for (var server = 0; server < servers.Count; server++)
            PrintServer(server, servers[server], output);
        foreach (var client in clients)
        {
            if (client.Problem is { } problem)
                output.WriteLine($"client     {problem}");
        }

        var (seconds, gigabytes) = (clients.Max(static client => client.Seconds), run.Load.Bytes / 1e9);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"all        {run.Load.Clients} clients, {run.Load.Servers} servers, {run.Transport}: {run.Load.Fields} fields of {run.Load.Points} points in {seconds:0.00} s; {run.Load.Fields / seconds:0} fields/s, {gigabytes * 1e3 / seconds:0} MB/s{(run.Verify ? ", every value compared" : "")}"));
        var cpu = isAlone
            ? string.Create(CultureInfo.InvariantCulture, $"CPU {clients.Max(static client => client.Cpu) / gigabytes:0.00} s/GB for all in one process")
            : string.Create(CultureInfo.InvariantCulture, $"CPU of clients {clients.Sum(static client => client.Cpu) / gigabytes:0.00} s/GB, of servers {servers.Sum(static server => server.Cpu) / gigabytes:0.00} s/GB; both with the start of their processes");
        output.WriteLine($"           {cpu}");
        output.WriteLine(ExitCodeOf([.. servers, .. clients]) == ExitCode.Ok ? "result     nothing is lost, doubled or wrong" : "result     NOT what it has to be; see above");
    }

    private static void PrintServer(int number, HammerFigures server, TextWriter output)
    {
        if (server.Tally is not { } tally)
        {
            output.WriteLine($"server {number,-3} {server.Problem}");
            return;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"server {number,-3} {tally.Fields} of {tally.Expected} fields, {tally.Lost} lost, {tally.Doubled} doubled, {tally.Wrong} wrong; payload in memory at most {tally.MostMemory >> 20} MiB, the process {server.Peak >> 20} MiB"));
        if (tally.Problem is { } problem)
            output.WriteLine($"           {problem}");
    }

    public static int ExitCodeOf(IEnumerable<HammerFigures> all) =>
        all.All(static figures => figures.Problem is null && figures.Tally is null or { IsGood: true }) ? ExitCode.Ok : ExitCode.RunTime;
}
