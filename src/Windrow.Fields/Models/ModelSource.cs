using Windrow.Core.Sources;

namespace Windrow.Fields.Models;

/// <summary>The source of a flow whose messages a model brings by calling; it runs until the model closes it.</summary>
internal sealed class ModelSource : Source
{
    private readonly TaskCompletionSource<SourceContext> _context = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override SourcePromise Promise => SourcePromise.Lossy;

    /// <summary>The way into the flow, once the flow runs.</summary>
    public Task<SourceContext> Context => _context.Task;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        _context.TrySetResult(context);
        await _ended.Task.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>The model brings no more.</summary>
    public void End() => _ended.TrySetResult();
}
