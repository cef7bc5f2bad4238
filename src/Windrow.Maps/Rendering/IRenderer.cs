namespace Windrow.Maps.Rendering;

/// <summary>Draws maps. It may be called from many threads; what cannot be drawn at once waits.</summary>
public interface IRenderer
{
    /// <summary>Draws one order.</summary>
    /// <returns>What was drawn, or why it was not; an order's failure is no exception.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; no file was written, but perhaps the whole one.</exception>
    Task<RenderResult> RenderAsync(MapOrder order, CancellationToken cancellation);
}
