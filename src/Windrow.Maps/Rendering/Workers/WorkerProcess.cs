using System.Diagnostics;
using System.Text.Json;
using Windrow.Maps.Rendering.Json;

namespace Windrow.Maps.Rendering.Workers;

/// <summary>A worker as its owner sees it: orders go in, replies come out, one line each.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly WorkerNoise _noise;
    private bool _isDisposed;

    private WorkerProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        _noise = new WorkerNoise(process.StandardError);
    }

    public int Id { get; }

    /// <summary>Starts a worker and waits until it greets.</summary>
    /// <exception cref="WorkerLostException">The program cannot be started, or ended at once.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the worker is gone.</exception>
    public static async Task<(WorkerProcess Worker, WorkerGreeting Greeting)> StartAsync(
        IReadOnlyList<string> command, IEnumerable<KeyValuePair<string, string>> variables, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        // It does not live long enough to gain by code that is compiled again while it works: without that, a map costs 5 % less.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        WorkerProcess worker;
        try
        {
            worker = new WorkerProcess(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new WorkerLostException($"the worker '{command[0]}' cannot be started: {exception.Message}");
        }

        try
        {
            var greeting = JsonSerializer.Deserialize(await worker.ReadLineAsync(cancellation).ConfigureAwait(false), RenderingJson.Default.WorkerGreeting);
            return (worker, greeting!);
        }
        catch (Exception exception)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            if (exception is JsonException)
                throw new WorkerLostException($"'{string.Join(' ', command)}' is no worker: {exception.Message}");
            throw;
        }
    }

    /// <exception cref="WorkerLostException">The worker died.</exception>
    public async Task<WorkerReply> DrawAsync(MapOrder order, CancellationToken cancellation)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(MapOrderJson.WriteLine(order).AsMemory(), cancellation).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw await LostAsync().ConfigureAwait(false);
        }

        try
        {
            return JsonSerializer.Deserialize(await ReadLineAsync(cancellation).ConfigureAwait(false), RenderingJson.Default.WorkerReply)!;
        }
        catch (JsonException)
        {
            // It was killed while it wrote: the line is only a part of one.
            await DisposeAsync().ConfigureAwait(false);
            throw new WorkerLostException($"the worker {Id} died within its reply");
        }
    }

    /// <summary>Kills the worker, if it lives, and waits until it is gone: what it had begun may be removed then.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended before.
        }

        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation) =>
        await _process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) ?? throw await LostAsync().ConfigureAwait(false);

    private async Task<WorkerLostException> LostAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _noise.Ended.ConfigureAwait(false);
        // .NET tells of an end by signal n as status 128 + n.
        var how = _process.ExitCode > 128 ? $"signal {_process.ExitCode - 128}" : $"status {_process.ExitCode}";
        return new WorkerLostException($"the worker {Id} died ({how}){_noise.Phrase}");
    }
}
