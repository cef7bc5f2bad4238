using System.CommandLine;
using Windrow.Core.Payloads;
using Windrow.Fields.Hammer;

namespace Windrow.Cli.Commands.Fields;

/// <summary><c>windrow fields hammer</c></summary>
internal static class FieldsHammerCommand
{
    public static Command Create()
    {
        var transport = new Option<string>("--transport") { Description = "tcp, unix, or mpi under mpirun (the last ranks are servers).", HelpName = "name", DefaultValueFactory = static _ => "unix" };
        var clients = Number("--clients", "--nbclients", 8, "Clients; under mpirun all ranks that are no servers.");
        var servers = Number("--servers", "--nbservers", 2, "Servers.");
        var parameters = Number("--params", "--nbparams", 5, "Parameters.");
        var levels = Number("--levels", "--nblevels", 10, "Levels of each.");
        var steps = Number("--steps", "--nbsteps", 5, "Steps, with a flush behind each.");
        var points = Number("--points", null, 100_000, "Points of a field.");
        var precision = new Option<string>("--precision") { Description = "double or single.", HelpName = "name", DefaultValueFactory = static _ => "double" };
        var sleep = new Option<int>("--sleep") { Description = "Milliseconds between two steps of a client.", HelpName = "ms" };
        var credit = new Option<long>("--credit") { Description = "MiB that each server lets all its clients together have in flight.", HelpName = "MiB", DefaultValueFactory = static _ => 256 };
        var processes = Number("--processes", null, 4, "Processes that the clients are spread over, beside one for each server.");
        var alone = new Option<bool>("--in-process") { Description = "All clients and servers are threads of one process." };
        var verify = new Option<bool>("--verify") { Description = "Compare every value that arrives with what it has to be (the default; --verify false leaves it out).", DefaultValueFactory = static _ => true };
        var role = new Option<string?>("--role") { Hidden = true };
        transport.AcceptOnlyFromAmong("tcp", "unix", "mpi");
        precision.AcceptOnlyFromAmong("double", "single");
        credit.MustBe(1L, 1L << 30);
        sleep.MustBe(0, int.MaxValue);
        var command = new Command("hammer", "Send synthetic fields from many clients to servers and look at every value that arrives: exit code 0 only when nothing is lost, doubled or wrong.")
        {
            transport, clients, servers, parameters, levels, steps, points, precision, sleep, credit, processes, alone, verify, role,
        };
        command.SetAction(parsed =>
        {
            var load = new HammerLoad(
                parsed.GetValue(clients), parsed.GetValue(servers), parsed.GetValue(points), parsed.GetValue(parameters), parsed.GetValue(levels), parsed.GetValue(steps),
                parsed.GetValue(precision) == "double" ? Precision.Double : Precision.Single);
            if (load.Points < load.Clients || (long)load.Params * load.Levels * load.Steps > 100_000_000)
            {
                Console.Error.WriteLine("windrow: give each client at least one point (--points), and at most 100 million fields in all");
                return ExitCode.Usage;
            }

            var run = new HammerRun(load, parsed.GetValue(transport)!, parsed.GetValue(credit) << 20, parsed.GetValue(verify), TimeSpan.FromMilliseconds(parsed.GetValue(sleep)));
            if (parsed.GetValue(transport) == "mpi")
                return HammerRanks.Run(run);
            if (parsed.GetValue(role) is { } given)
                return HammerChild.Run(run, given);
            return new HammerProcesses(run, parsed.GetValue(processes), parsed.GetValue(alone)).Run();
        });
        return command;
    }

    private static Option<int> Number(string name, string? multio, int usual, string description)
    {
        var option = new Option<int>(name, multio is null ? [] : [multio]) { Description = description, HelpName = "number", DefaultValueFactory = _ => usual };
        option.MustBe(1, int.MaxValue);
        return option;
    }
}
