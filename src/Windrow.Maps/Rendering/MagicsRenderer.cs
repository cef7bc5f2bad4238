using System.Collections.Concurrent;
using System.Text.Json;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Maps.Rendering.Workers;

namespace Windrow.Maps.Rendering;

/// <summary>
/// Draws with Magics in processes of their own, since the library keeps its state in globals, crashes when two threads use
/// it, and loses memory. Workers start when they are needed. A worker that dies or hangs costs its own order a second try and
/// nobody else anything. Memory: workers × (limit + one order), and what their orders hold here.
/// </summary>
public sealed class MagicsRenderer : IRenderer, IAsyncDisposable
{
    private readonly WorkerSeat[] _seats;

    // The seat that was used last is taken first: its worker is warm.
    private readonly ConcurrentStack<WorkerSeat> _free;
    private readonly SemaphoreSlim _count;
    private readonly CancellationTokenSource _stopping = new();
    private int _isDisposed;

    public MagicsRenderer(MagicsRendererOptions options, EngineServices services)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RecycleAfter, 1);
        _seats = [.. Enumerable.Range(0, options.Workers).Select(_ => new WorkerSeat(options, services, Counts))];
        _free = new ConcurrentStack<WorkerSeat>(_seats);
        _count = new SemaphoreSlim(_seats.Length);
    }

    internal WorkerCounts Counts { get; } = new();

    internal IEnumerable<int> WorkerIds => _seats.Select(static seat => seat.WorkerId).OfType<int>();

    public async Task<RenderResult> RenderAsync(MapOrder order, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping.Token);
        await _count.WaitAsync(either.Token).ConfigureAwait(false);
        if (!_free.TryPop(out var seat))
            throw new InvalidOperationException("There are fewer seats than the semaphore says.");
        try
        {
            return await seat.DrawAsync(order, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var failure = exception is JsonException ? Failure.Permanent($"the order cannot be written down: {exception.Message}") : Failure.From(exception);
            return new RenderResult(order.Name, [], TimeSpan.Zero, [], failure);
        }
        finally
        {
            _free.Push(seat);
            _count.Release();
        }
    }

    /// <summary>Cancels what is drawn and ends all workers; none is left when it returns.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var _ in _seats)
            await _count.WaitAsync().ConfigureAwait(false);
        foreach (var seat in _seats)
            await seat.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _count.Dispose();
    }
}
