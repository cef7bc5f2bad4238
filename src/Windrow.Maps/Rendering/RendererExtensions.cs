using System.Runtime.CompilerServices;

namespace Windrow.Maps.Rendering;

/// <summary>What can be done with any renderer.</summary>
public static class RendererExtensions
{
    /// <summary>Draws orders as they come and gives results as they finish, in any order, with a bounded number under way.</summary>
    /// <param name="underWay">How many orders are taken before a result is waited for; somewhat more than the renderer has workers.</param>
    public static async IAsyncEnumerable<RenderResult> RenderAllAsync(
        this IRenderer renderer, IEnumerable<MapOrder> orders, int underWay, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var running = new List<Task<RenderResult>>();
        foreach (var order in orders)
        {
            running.Add(renderer.RenderAsync(order, cancellation));
            if (running.Count >= Math.Max(1, underWay))
                yield return await NextAsync(running).ConfigureAwait(false);
        }

        while (running.Count > 0)
            yield return await NextAsync(running).ConfigureAwait(false);
    }

    private static async Task<RenderResult> NextAsync(List<Task<RenderResult>> running)
    {
        var finished = await Task.WhenAny(running).ConfigureAwait(false);
        running.Remove(finished);
        return await finished.ConfigureAwait(false);
    }
}
