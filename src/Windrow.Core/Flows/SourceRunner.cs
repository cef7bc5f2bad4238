using Windrow.Core.Errors;
using Windrow.Core.Sources;

namespace Windrow.Core.Flows;

/// <summary>Keeps one source running: starts it again with back-off when it throws, and gives up when that does not help.</summary>
internal sealed class SourceRunner : IDisposable
{
    // A source that ran this long before it threw has recovered: its count of failed starts begins anew.
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(1);
    private static readonly RetryPolicy Restarts = new(6, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly FlowHost _host;
    private readonly Source _source;
    private readonly CancellationTokenSource _stop = new();

    public SourceRunner(FlowHost host, SourceDefinition definition, RoutingTable table)
    {
        _host = host;
        Definition = definition;
        _source = definition.Create();
        Context = new SourceContext(_source, definition.Name, host, table);
    }

    public SourceDefinition Definition { get; }

    public SourceContext Context { get; }

    /// <summary>Why it is to be started again, or was given up; null: neither.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Completes when the source has come to its end; false: it was given up.</summary>
    public Task<bool> Completion { get; private set; } = Task.FromResult(true);

    /// <summary>Completes when all that was settled is acknowledged.</summary>
    public Task Acknowledged => _source.Acknowledged;

    public void Start() => Completion = Task.Run(Run);

    public void Stop() => _stop.Cancel();

    public void Dispose()
    {
        _source.Close();
        _stop.Dispose();
    }

    private async Task<bool> Run()
    {
        var time = _host.Services.Time;
        for (var attempt = 1; ; attempt++)
        {
            var started = time.GetTimestamp();
            try
            {
                await _source.RunAsync(Context, _stop.Token).ConfigureAwait(false);
                if (!_stop.IsCancellationRequested)
                    Context.CaughtUp();
                return true;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return true;
            }
            catch (Exception exception)
            {
                if (time.GetElapsedTime(started) >= Healthy)
                    attempt = 1;
                Trouble = exception.Message;
                if (Failure.From(exception).Class == ErrorClass.Permanent || attempt >= Restarts.Attempts)
                {
                    _host.LogSourceGivenUp(Definition.Name, exception, attempt);
                    return false;
                }

                var delay = Restarts.DelayAfter(attempt, _host.Services.Random);
                _host.LogSourceRestarts(Definition.Name, exception, delay);
                if (!await Wait(delay).ConfigureAwait(false))
                    return true;
                Trouble = null;
            }
        }
    }

    private async Task<bool> Wait(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _host.Services.Time, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
