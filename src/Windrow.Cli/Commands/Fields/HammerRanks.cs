using System.Globalization;
using System.Text;
using Windrow.Native.Mpi;

namespace Windrow.Cli.Commands.Fields;

/// <summary>A hammer under mpirun: every rank is a client, but the last ones are servers. The first gathers what all have found, and prints it.</summary>
internal static class HammerRanks
{
    private const int Tag = 7;

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

        if (run.Load.Points < clients)
        {
            Console.Error.WriteLine($"windrow: {run.Load.Points} points are fewer than the {clients} clients; give each at least one point (--points)");
            return ExitCode.Usage;
        }

        run = run with { Load = run.Load with { Clients = clients.Value } };

        // Held beyond the transport, which ends MPI when nobody else is in it.
        MpiProcess.Enter();
        try
        {
            var own = rank < clients ? HammerChild.Write(run, rank.Value, 1, []) : HammerChild.Serve(run, rank.Value - clients.Value, "", isAlone: false);
            return rank == 0 ? Report(run, own) : Send(own);
        }
        finally
        {
            MpiProcess.Leave();
        }
    }

    private static int Send(HammerFigures own)
    {
        MpiCommunicator.World.Send(Encoding.UTF8.GetBytes(own.ToLine()), 0, Tag);
        return HammerReport.ExitCodeOf([own]);
    }

    private static int Report(HammerRun run, HammerFigures own)
    {
        var world = MpiCommunicator.World;
        var all = new HammerFigures[world.Size];
        all[0] = own;
        var line = new byte[1 << 20];
        for (var rank = 1; rank < all.Length; rank++)
        {
            var length = world.Receive(line, rank, Tag);
            all[rank] = HammerFigures.OfLine(Encoding.UTF8.GetString(line, 0, length)) ?? throw new InvalidDataException($"rank {rank} says something else than its figures");
        }

        HammerReport.Print(run, all[run.Load.Clients..], all[..run.Load.Clients], isAlone: false, Console.Out);
        return HammerReport.ExitCodeOf(all);
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
