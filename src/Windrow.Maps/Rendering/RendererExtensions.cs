using System.Runtime.CompilerServices;

namespace Windrow.Maps.Rendering;

/// <summary>What can be done with any renderer.</summary>
public static class RendererExtensions
{
    /// <summary>
    /// Draws orders as they come and gives results as they finish, in any order, with a bounded number under way. An order is taken only when there is
    /// room for it, so that memory does not depend on how many there are.
    /// </summary>
    /// <param name="orderOf">The order of what is to be drawn.</param>
    /// <param name="underWay">How many orders are taken before a result is waited for; somewhat more than the renderer has workers.</param>
    public static async IAsyncEnumerable<(T Map, RenderResult Result)> RenderAllAsync<T>(
        this IRenderer renderer, IEnumerable<T> maps, Func<T, MapOrder> orderOf, int underWay, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var running = new List<Task<(T, RenderResult)>>();
        foreach (var map in maps)
        {
            running.Add(DrawAsync(renderer, map, orderOf(map), cancellation));
            if (running.Count >= Math.Max(1, underWay))
                yield return await NextAsync(running).ConfigureAwait(false);
        }

        while (running.Count > 0)
            yield return await NextAsync(running).ConfigureAwait(false);
    }

    private static async Task<(T, RenderResult)> DrawAsync<T>(IRenderer renderer, T map, MapOrder order, CancellationToken cancellation) =>
        (map, await renderer.RenderAsync(order, cancellation).ConfigureAwait(false));

    private static async Task<(T, RenderResult)> NextAsync<T>(List<Task<(T, RenderResult)>> running)
    {
        var finished = await Task.WhenAny(running).ConfigureAwait(false);
        running.Remove(finished);
        return await finished.ConfigureAwait(false);
    }
}
