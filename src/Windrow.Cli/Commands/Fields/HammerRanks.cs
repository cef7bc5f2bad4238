using System.Globalization;

namespace Windrow.Cli.Commands.Fields;

/// <summary>A hammer under mpirun: every rank is a client, but the last ones are servers. Servers print what they found.</summary>
internal static class HammerRanks
{
    private static readonly string[] Launchers = ["OMPI_COMM_WORLD", "PMI"];

    public static int Run(HammerRun run)
    {
        var (rank, size) = (Variable("RANK"), Variable("SIZE"));
        var clients = size - run.Load.Servers;
        if (rank is null || clients is not > 0)
        {
            Console.Error.WriteLine($"windrow: '--transport mpi' runs under mpirun, with more ranks than the {run.Load.Servers} servers: mpirun -np 10 windrow fields hammer --transport mpi --servers 2");
            return ExitCode.Usage;
        }

        run = run with { Load = run.Load with { Clients = clients.Value } };
        var figures = rank < clients ? HammerChild.Write(run, rank.Value, 1, []) : HammerChild.Serve(run, rank.Value - clients.Value, "", isAlone: false);
        if (figures.Tally is not null)
            HammerReport.PrintServer(rank.Value - clients.Value, figures, Console.Out);
        else if (figures.Problem is { } problem)
            Console.Error.WriteLine($"windrow: {problem}");
        return HammerReport.ExitCodeOf([figures]);
    }

    private static int? Variable(string name)
    {
        foreach (var launcher in Launchers)
        {
            if (int.TryParse(Environment.GetEnvironmentVariable($"{launcher}_{name}"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
        }

        return null;
    }
}
