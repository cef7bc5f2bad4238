using System.CommandLine;
using System.Net;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Fields.PlanFiles;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Cli.Commands.Fields;

/// <summary><c>windrow fields probe PLAN</c></summary>
internal static class FieldsProbeCommand
{
    public static Command Create()
    {
        var plan = new Argument<string>("plan") { Description = "The plan file." };
        var server = new Option<string?>("--server") { Description = "Only the servers of this section; by default those of all.", HelpName = "name" };
        var within = new Option<double>("--within") { Description = "Seconds to wait for each server's answer.", HelpName = "seconds", DefaultValueFactory = static _ => 5 };
        var json = new Option<bool>("--json") { Description = "Print a line of JSON for each server." };
        var command = new Command("probe", "Ask the servers of a plan file (tcp, unix) whether they are up and what they have seen. Ends with 0 when all are up and have all clients, 5 when a client is away or lost, 1 when a server does not answer.")
        {
            plan, server, within, json,
        };
        within.MustBe(0.001, 3600.0);
        command.SetAction(parsed => Probe(parsed.GetValue(plan)!, parsed.GetValue(server), TimeSpan.FromSeconds(parsed.GetValue(within)), parsed.GetValue(json)));
        return command;
    }

    private static int Probe(string path, string? section, TimeSpan within, bool json)
    {
        var (services, diagnostics) = (CommandServices.Create(), new DiagnosticBag());
        var file = PlanFile.Read(path, services, diagnostics);
        var sections = section is null ? file?.Servers ?? [] : [section];
        var worst = ExitCode.Ok;
        var asked = 0;
        foreach (var name in sections)
        {
            if (file!.ServerSettings(name) is not { } settings)
                continue;
            foreach (var address in ServerProbe.AddressesOf(settings))
            {
                asked++;
                worst = Worse(worst, Ask(name, address, within, json, services));
            }
        }

        FindingsPrinter.Print(diagnostics);
        if (diagnostics.HasErrors || file is null)
            return ExitCode.Configuration;
        if (asked > 0)
            return worst;
        Console.Error.WriteLine($"windrow: '{path}' has no server that listens at a socket; servers over MPI are reached by their own job alone");
        return ExitCode.Configuration;
    }

    private static int Ask(string section, EndPoint address, TimeSpan within, bool json, EngineServices services)
    {
        ProbeAnswer? answer = null;
        string? problem = null;
        try
        {
            answer = ServerProbe.Ask(address, within, services);
        }
        catch (IOException exception)
        {
            problem = exception.Message;
        }

        Console.Out.WriteLine(json ? ProbeReport.Json(section, address, answer, problem) : ProbeReport.Text(section, address, answer, problem));
        if (answer is null)
            return ExitCode.Findings;
        return answer.Lost > 0 || answer.Clients.Any(static client => client.State == ClientState.Away) ? ExitCode.Partial : ExitCode.Ok;
    }

    // That one does not answer is more than that a client is away.
    private static int Worse(int one, int other) => one == ExitCode.Findings || other == ExitCode.Findings ? ExitCode.Findings : Math.Max(one, other);
}
