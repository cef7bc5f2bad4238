using System.Globalization;
using Windrow.Cli.Control;
using Windrow.Core;
using Windrow.Core.Leases;
using Windrow.Core.State;

namespace Windrow.Cli.Commands;

/// <summary>Tries dead letters again or drops them: by the process that runs the flow, or, when none does, in its state.</summary>
internal static class DeadLetterTaking
{
    /// <param name="verb">retry or drop.</param>
    /// <param name="numbers">Null: all.</param>
    public static int Run(string verb, string flow, HashSet<long>? numbers)
    {
        var services = CommandServices.Create();
        if (FlowStateDirectory.Of(flow, services) is not { } location)
            return ExitCode.Configuration;
        IReadOnlyList<StoredDeadLetter> letters = [];
        IReadOnlyList<long> missing = [];
        var looked = FlowStateDirectory.Look(location, services, state =>
        {
            letters = DeadLetterRetries.Find(state, numbers, out missing);
            return ExitCode.Ok;
        });
        if (looked != ExitCode.Ok)
            return looked;
        var chosen = verb == "retry" ? letters.Where(static letter => letter.Body.Length > 0).ToList() : letters.ToList();
        Tell(letters.Except(chosen).Select(static letter => letter.Number), "has no message that could be tried again; its source has to bring it again");
        Tell(missing, "is not there");
        if (chosen.Count > 0 && !Take(verb, location, chosen, services))
            return ExitCode.RunTime;
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{chosen.Count} {(verb == "retry" ? "to be tried again" : "dropped")}"));
        return chosen.Count == letters.Count && missing.Count == 0 ? ExitCode.Ok : ExitCode.Findings;
    }

    private static bool Take(string verb, StateLocation location, List<StoredDeadLetter> letters, EngineServices services)
    {
        try
        {
            using var answer = ControlClient.Ask(location.Directory, $$"""{"do":"{{verb}}","numbers":[{{string.Join(',', letters.Select(static letter => letter.Number))}}]}""");
            if (answer is not null)
                return !answer.RootElement.TryGetProperty("error", out var error) || Refuse(error.GetString());
            using var store = services.States!.Open(location);
            using var lease = FlowLease.Take(store, services);
            if (verb == "retry")
                DeadLetterRetries.Retry(store, letters, services.Time.GetUtcNow());
            else
                DeadLetterRetries.Drop(store, letters);
            return true;
        }
        catch (IOException exception)
        {
            return Refuse(exception.Message);
        }
    }

    private static bool Refuse(string? why)
    {
        Console.Error.WriteLine($"windrow: {why}");
        return false;
    }

    private static void Tell(IEnumerable<long> numbers, string what)
    {
        foreach (var number in numbers)
            Console.Error.WriteLine($"windrow: dead letter {number.ToString(CultureInfo.InvariantCulture)} {what}");
    }
}
