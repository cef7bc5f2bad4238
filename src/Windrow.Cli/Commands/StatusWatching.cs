using System.Text;
using System.Text.Json;
using Windrow.Cli.Control;
using Windrow.Cli.Reports;
using Windrow.Core;

namespace Windrow.Cli.Commands;

/// <summary>Looks at a running flow again and again: in a terminal the picture is renewed in its place, elsewhere there is a line each time.</summary>
internal sealed class StatusWatching(string directory, EngineServices services, TimeSpan interval)
{
    // The terminal's other screen, so that what was there before is there again at the end; and no cursor that jumps about.
    private const string Begin = "\e[?1049h\e[?25l";
    private const string End = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string RestOfLine = "\e[K";
    private const string RestOfScreen = "\e[J";

    // How long a flow may refuse to answer, as it does between the end of its state and that of its process.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly bool _isTerminal = !Console.IsOutputRedirected && services.Environment("TERM") is not (null or "" or "dumb");

    /// <returns>False: no process has the flow. When it ends meanwhile, that is the end of this, too.</returns>
    public async Task<bool> Run(CancellationToken stop)
    {
        JsonDocument? before = null;
        long? refusedSince = null;
        var seen = services.Time.GetTimestamp();
        using var timer = new PeriodicTimer(interval, services.Time);
        if (_isTerminal)
            Console.Out.Write(Begin);
        try
        {
            do
            {
                JsonDocument? now;
                try
                {
                    now = Look();
                    refusedSince = null;
                }
                catch (IOException) when (before is not null && services.Time.GetElapsedTime(refusedSince ??= services.Time.GetTimestamp()) < Patience)
                {
                    // As a rule it is ending at this moment; a later look tells.
                    continue;
                }

                if (now is null)
                    return before is not null;
                var frame = new StatusFrame(now.RootElement, before?.RootElement, services.Time.GetElapsedTime(seen).TotalSeconds, services.Time.GetUtcNow());
                seen = services.Time.GetTimestamp();
                Show(frame);
                before?.Dispose();
                before = now;
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
        finally
        {
            before?.Dispose();
            if (_isTerminal)
                Console.Out.Write(End);
        }

        return true;
    }

    private JsonDocument? Look()
    {
        var answer = ControlClient.Ask(directory, """{"do":"status"}""");
        if (answer is null || !answer.RootElement.TryGetProperty("error", out var error))
            return answer;
        using (answer)
            throw new IOException(error.GetString());
    }

    private void Show(StatusFrame frame)
    {
        if (!_isTerminal)
        {
            Console.Out.WriteLine(frame.Line());
            return;
        }

        // One write, so that no half picture is seen.
        var picture = new StringBuilder(Home);
        var lines = frame.Lines(Math.Max(20, Console.WindowWidth), Math.Max(4, Console.WindowHeight));
        for (var i = 0; i < lines.Count; i++)
            picture.Append(lines[i]).Append(RestOfLine).Append(i < lines.Count - 1 ? "\r\n" : "");
        Console.Out.Write(picture.Append(RestOfScreen));
        Console.Out.Flush();
    }
}
