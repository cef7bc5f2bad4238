using System.Runtime.CompilerServices;

namespace Windrow.Maps.Rendering;

/// <summary>What can be done with any renderer.</summary>
public static class RendererExtensions
{
    /// <summary>
    /// Draws orders as they come and gives results as they finish, in any order, with a bounded number under way. An order is taken only when there is
    /// room for it, so that memory does not depend on how many there are.
    /// </summary>
    /// <param name="underWay">How many orders are taken before a result is waited for; somewhat more than the renderer has workers.</param>
    public static async IAsyncEnumerable<(MapOrder Order, RenderResult Result)> RenderAllAsync(
        this IRenderer renderer, IEnumerable<MapOrder> orders, int underWay, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var running = new List<Task<(MapOrder, RenderResult)>>();
        foreach (var order in orders)
        {
            running.Add(DrawAsync(renderer, order, cancellation));
            if (running.Count >= Math.Max(1, underWay))
                yield return await NextAsync(running).ConfigureAwait(false);
        }

        while (running.Count > 0)
            yield return await NextAsync(running).ConfigureAwait(false);
    }

    private static async Task<(MapOrder, RenderResult)> DrawAsync(IRenderer renderer, MapOrder order, CancellationToken cancellation) =>
        (order, await renderer.RenderAsync(order, cancellation).ConfigureAwait(false));

    private static async Task<(MapOrder, RenderResult)> NextAsync(List<Task<(MapOrder, RenderResult)>> running)
    {
        var finished = await Task.WhenAny(running).ConfigureAwait(false);
        running.Remove(finished);
        return await finished.ConfigureAwait(false);
    }
}
