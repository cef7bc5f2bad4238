using System.Diagnostics;
using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Fields.Hammer;

namespace Windrow.Cli.Commands.Fields;

/// <summary>One of a hammer's servers, or some of its clients.</summary>
internal static class HammerChild
{
    /// <summary>The role of a server.</summary>
    public static string ServerRole(int server, string address) => string.Create(CultureInfo.InvariantCulture, $"server {server} {address}");

    /// <summary>The role of a process with some clients.</summary>
    public static string ClientRole(int first, int count, IEnumerable<string> addresses) => string.Create(CultureInfo.InvariantCulture, $"clients {first} {count} {string.Join(' ', addresses)}");

    /// <summary>Plays a role to its end, and says how it went on a line of standard output.</summary>
    public static int Run(HammerRun run, string role)
    {
        var words = role.Split(' ');
        var number = int.Parse(words[1], CultureInfo.InvariantCulture);
        var figures = words[0] == "server" ? Serve(run, number, words[2], isAlone: false) : Write(run, number, int.Parse(words[2], CultureInfo.InvariantCulture), words[3..]);
        Console.Out.WriteLine(figures.ToLine());
        return figures.Problem is null && figures.Tally is null or { IsGood: true } ? ExitCode.Ok : ExitCode.RunTime;
    }

    /// <summary>Is a server until all clients have closed.</summary>
    /// <param name="isAlone">There are others, and clients, in the same process.</param>
    public static HammerFigures Serve(HammerRun run, int server, string address, bool isAlone)
    {
        using var hammer = new HammerServer(run.Load, run.Server(address), server, run.Verify, isAlone ? 0 : run.Credit, CommandServices.Create());
        var tally = hammer.ToEnd().GetAwaiter().GetResult();
        return HammerFigures.OfThisProcess(0, tally, null);
    }

    /// <summary>Is clients, each on a thread of its own.</summary>
    public static HammerFigures Write(HammerRun run, int first, int count, IReadOnlyList<string> addresses)
    {
        var problems = new string?[count];
        var began = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() => problems[i] = TryWrite(run, first + i, addresses))).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        return HammerFigures.OfThisProcess(Stopwatch.GetElapsedTime(began).TotalSeconds, null, Array.Find(problems, static problem => problem is not null));
    }

    private static string? TryWrite(HammerRun run, int client, IReadOnlyList<string> addresses)
    {
        try
        {
            HammerClient.Run(run.Load, run.Client(addresses, client), client, run.Pause, CommandServices.Create());
            return null;
        }
        catch (Exception exception) when (exception is FailureException or IOException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"client {client}: {exception.Message}");
        }
    }
}
