using System.Diagnostics;

namespace Windrow.Testing.Servers;

/// <summary>Runs a program that belongs to a server of the tests.</summary>
internal static class ServerCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    /// <summary>Begins a program; what it prints goes into a file, as it may outlive whoever reads a pipe.</summary>
    /// <param name="environment">Variables beside those of this process.</param>
    public static Process Begin(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, bool hasInput = false)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = hasInput };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed, or did not end.</exception>
    public static async Task<string> Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} does not end");
        }

        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: status {process.ExitCode}: {await output}{await errors}");
    }
}
