using System.Runtime.InteropServices;
using Windrow.Cli.Control;
using Windrow.Cli.Metrics;
using Windrow.Cli.Reports;
using Windrow.Cli.Service;
using Windrow.Cli.Telemetry;
using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Events.Http;

namespace Windrow.Cli.Commands;

/// <summary>Runs a flow file until it ends or is stopped: signals, progress, metrics, control, and the report at the end.</summary>
internal sealed class FlowRunning(string path, EngineServices services, PlugInCatalog plugIns) : IDisposable
{
    private readonly CancellationTokenSource _drain = new(); // by the first signal
    private readonly CancellationTokenSource _stop = new(); // by the second

    // Reloads and the final drain take turns: the host serves one caller at a time.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Which section of a plan file of multio is run; null: the file has one, or is none.</summary>
    public string? Section { get; init; }

    /// <summary>The port of this process among the servers of the section.</summary>
    public int? Port { get; init; }

    /// <summary>Files to be laid over the flow.</summary>
    public IReadOnlyList<string> Overlays { get; init; } = [];

    public bool Once { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    public string? Metrics { get; init; }

    public bool DiscardState { get; init; }

    /// <returns>An exit code.</returns>
    public async Task<int> ToEnd()
    {
        // Before anything that takes its time, such as to open the state.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        if (Load() is not { } definition)
            return ExitCode.Configuration;
        if (!TraceExport.TryStart(ref services, out var export))
            return ExitCode.Configuration;
        using var exporting = export;
        FlowHost host;
        try
        {
            host = new FlowHost(definition, services, Once, DiscardState);
        }
        catch (Exception exception) when (exception is DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"windrow: {exception.Message}").ConfigureAwait(false);
            return ExitCode.Configuration;
        }

        if (host.FindOrphans() is { Count: > 0 } orphans)
        {
            foreach (var orphan in orphans)
                await Console.Error.WriteLineAsync($"windrow: {orphan}").ConfigureAwait(false);
            await Console.Error.WriteLineAsync("windrow: name plans and actions as before and let them finish, or give the state up with --discard-state").ConfigureAwait(false);
            host.Store.Dispose();
            return ExitCode.Configuration;
        }

        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _ = Task.Run(() => Reload(host));
        });
        HttpServer? metrics;
        try
        {
            metrics = Metrics is null ? null : MetricsServer.Start(host, services, Metrics);
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"windrow: {exception.Message}").ConfigureAwait(false);
            host.Dispose();
            return ExitCode.Configuration;
        }

        await using var serving = metrics;
        using var progress = Quiet || Json ? null : Progress.Start(host, services);
        host.Start();
        using var control = Once ? null : ControlServer.Start(host, services);
        using var systemd = new SystemdNotifier(services.Environment, services.Time, () => !host.Broken.IsCompleted);
        systemd.Ready(definition.Name);
        await Task.WhenAny(host.SourcesEnded(), Task.Delay(Timeout.Infinite, _drain.Token), host.Broken).ConfigureAwait(false);
        if (host.Broken.IsCompleted)
            await _stop.CancelAsync().ConfigureAwait(false);
        await WaitForReload(definition.Settings.DrainWithin).ConfigureAwait(false);
        systemd.Stopping();
        var finished = await host.DrainAsync(_stop.Token, _drain.Token).ConfigureAwait(false);
        progress?.Dispose();
        if (host.AbortReason is { } reason)
            await Console.Error.WriteLineAsync($"windrow: stopped, as 'on-error: abort' says: {reason}").ConfigureAwait(false);
        if (Json)
            RunReport.PrintJson(host, services, services.StandardOutput());
        else if (!Quiet)
            RunReport.Print(host, services, Console.Error);
        return !finished || host.LostSource || host.Broken.IsCompleted ? ExitCode.RunTime : services.DeadLetters.Count > 0 ? ExitCode.Partial : ExitCode.Ok;
    }

    public void Dispose()
    {
        _drain.Dispose();
        _stop.Dispose();
        _turn.Dispose();
    }

    private FlowDefinition? Load()
    {
        var file = new FlowFile(services, plugIns) { Section = Section, Port = Port, Overlays = Overlays, IsToRun = true };
        var definition = file.Read(path);
        FindingsPrinter.Print(file.Diagnostics);
        return definition;
    }

    // A reload that is under way is let finish, within the time of a stop and until a second signal.
    private async Task WaitForReload(TimeSpan most)
    {
        try
        {
            await _turn.WaitAsync(most, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The drain, which has the same token, ends at once.
        }
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_drain.IsCancellationRequested)
            _stop.Cancel();
        else
            _drain.Cancel();
    }

    // Nobody awaits a reload, so whatever goes wrong is told here.
    private async Task Reload(FlowHost host)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (host.State == FlowState.Running)
                await TryReload(host).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"windrow: not reloaded: {exception}").ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task TryReload(FlowHost host)
    {
        if (Load() is not { } definition)
        {
            await Console.Error.WriteLineAsync("windrow: the file has errors; the flow goes on as it was").ConfigureAwait(false);
            return;
        }

        var losing = await host.ReloadAsync(definition, DiscardState).ConfigureAwait(false);
        if (losing.Count > 0)
            await Console.Error.WriteLineAsync($"windrow: not reloaded: state of {string.Join(", ", losing)} would be lost; wait until it is empty, or run with --discard-state").ConfigureAwait(false);
    }
}
