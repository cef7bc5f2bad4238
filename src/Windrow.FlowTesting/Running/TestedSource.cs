using Windrow.Core.Deliveries;
using Windrow.Core.Sources;

namespace Windrow.FlowTesting.Running;

/// <summary>
/// A source of a flow under test: it brings what the test says, and does what it does by itself only when the test has it run.
/// </summary>
internal sealed class TestedSource(Source inner) : Source
{
    private readonly TaskCompletionSource<SourceContext> _context = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override SourcePromise Promise => inner.Promise;

    public Task<SourceContext> Context => _context.Task;

    /// <summary>The source as one of stored inputs; null: it is none.</summary>
    public IStoredInputs? Stored => inner as IStoredInputs;

    public bool IsStarted => _start.Task.IsCompleted;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        _context.TrySetResult(context);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _ = _end.Task.ContinueWith(_ => either.Cancel(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await _start.Task.WaitAsync(either.Token).ConfigureAwait(false);
            await inner.RunAsync(context, either.Token).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_end.Task.IsCompleted && !stop.IsCancellationRequested)
        {
            // The test has nothing more for it, so it has come to its end.
        }
    }

    /// <summary>Lets it do what it does by itself.</summary>
    public void Start() => _start.TrySetResult();

    /// <summary>Nothing more comes.</summary>
    public void End() => _end.TrySetResult();

    public override void Settled(Delivery delivery)
    {
        if (delivery.Receipt is GivenMessage given)
            given.Settle();
        else
            inner.Settled(delivery);
    }

    public override void Lightened(Delivery delivery)
    {
        if (delivery.Receipt is not GivenMessage)
            inner.Lightened(delivery);
    }

    public override Task Acknowledged => inner.Acknowledged;

    public override void Close() => inner.Close();
}
