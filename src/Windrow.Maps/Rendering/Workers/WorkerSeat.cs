using System.Globalization;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Maps.Rendering.Drawing;

namespace Windrow.Maps.Rendering.Workers;

/// <summary>A place for one worker: it starts, replaces and kills the worker, and has it draw one order at a time.</summary>
internal sealed class WorkerSeat(MagicsRendererOptions options, EngineServices services, WorkerCounts counts) : IAsyncDisposable
{
    private readonly OrderDrawer _drawer = new(services);
    private readonly FailedOrderFile _failed = new(options, services.Files);
    private WorkerProcess? _worker;
    private Task<(WorkerProcess Worker, WorkerGreeting Greeting)>? _next;
    private Task _retiring = Task.CompletedTask;
    private int _drawn;
    private long _resident;
    private long _growth;

    /// <summary>The process that draws, or null when there is none.</summary>
    public int? WorkerId => _worker?.Id;

    // Only an order that Magics gets to see may need more memory; its neighbours' growth is the best guess at its own.
    private bool IsLastOrder => _drawn + 1 >= options.RecycleAfter || _resident + _growth >= options.RecycleAboveBytes;

    public async Task<RenderResult> DrawAsync(MapOrder order, CancellationToken cancellation)
    {
        var failure = "";
        for (var attempt = 1; attempt <= options.Attempts; attempt++)
        {
            try
            {
                if (await PrepareAsync(cancellation).ConfigureAwait(false) is { } problem)
                    return new RenderResult(order.Name, [], TimeSpan.Zero, [], Failure.Permanent(problem));
                using var timeout = new CancellationTokenSource(options.OrderTimeout, services.Time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
                var reply = await _worker!.DrawAsync(order, either.Token).ConfigureAwait(false);
                Account(reply);
                var result = reply.ToResult(order);
                return failure.Length == 0 ? result : result with { Warnings = [$"{failure}; this is the second try", .. result.Warnings] };
            }
            catch (Exception exception) when (exception is OperationCanceledException or WorkerLostException)
            {
                await LoseAsync(order).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                failure = exception is WorkerLostException
                    ? exception.Message
                    : string.Create(CultureInfo.InvariantCulture, $"the worker did not answer within {options.OrderTimeout.TotalSeconds} s");
            }
        }

        return new RenderResult(order.Name, [], TimeSpan.Zero, [], Failure.Transient(options.Attempts > 1 ? $"{failure}, {options.Attempts} times" : failure, _failed.Keep(order)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync().ConfigureAwait(false);
        if (_next is not null)
            await DisposeNextAsync(_next).ConfigureAwait(false);
        await _retiring.ConfigureAwait(false);
        (_worker, _next) = (null, null);
    }

    private static async Task DisposeNextAsync(Task<(WorkerProcess Worker, WorkerGreeting Greeting)> next)
    {
        try
        {
            await (await next.ConfigureAwait(false)).Worker.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WorkerLostException)
        {
            // It never was.
        }
    }

    // Returns why this machine draws no maps, or null.
    private async Task<string?> PrepareAsync(CancellationToken cancellation)
    {
        if (_worker is null)
        {
            // Cancelled while it starts, it is the next order's.
            _next ??= StartAsync();
            await ((Task)_next).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            var next = _next;
            _next = null;
            var (worker, greeting) = await next.ConfigureAwait(false);
            (_worker, _drawn, _resident, _growth) = (worker, 0, 0, 0);
            if (greeting.Problem is not null)
            {
                await _worker.DisposeAsync().ConfigureAwait(false);
                _worker = null;
                return greeting.Problem;
            }
        }

        // The next one loads its libraries while this one draws for the last time.
        if (IsLastOrder)
            _next ??= StartAsync();
        return null;
    }

    private async Task<(WorkerProcess Worker, WorkerGreeting Greeting)> StartAsync()
    {
        counts.AddStarted();
        using var timeout = new CancellationTokenSource(options.StartTimeout, services.Time);
        try
        {
            return await WorkerProcess.StartAsync(options.Command, Variables(), timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new WorkerLostException(string.Create(CultureInfo.InvariantCulture, $"the worker did not start within {options.StartTimeout.TotalSeconds} s"));
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Variables()
    {
        var variables = MagicsHome.Find(services.Environment, services.Files).Variables;
        return options.Styles is { } styles ? variables.Append(new("MAGICS_STYLE_PATH", styles)) : variables;
    }

    private void Account(WorkerReply reply)
    {
        _drawn++;
        _growth = _resident == 0 ? 0 : Math.Max(0, reply.ResidentBytes - _resident);
        _resident = reply.ResidentBytes;
        var isUsedUp = _drawn >= options.RecycleAfter || _resident >= options.RecycleAboveBytes;
        if (!isUsedUp && !reply.IsSpoiled)
            return;
        if (isUsedUp)
            counts.AddRecycled();
        // To give back hundreds of megabytes takes the kernel a while, which nobody needs to wait for.
        _retiring = Task.WhenAll(_retiring, _worker!.DisposeAsync().AsTask());
        _worker = null;
    }

    private async Task LoseAsync(MapOrder order)
    {
        if (_worker is null)
            return;
        counts.AddLost();
        await _worker.DisposeAsync().ConfigureAwait(false);
        _worker = null;
        _drawer.Discard(order);
    }
}
