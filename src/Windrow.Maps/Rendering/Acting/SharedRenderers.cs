using Windrow.Core;

namespace Windrow.Maps.Rendering.Acting;

/// <summary>The renderers of a program: actions that want the same share one, and with it its workers. Safe for several threads.</summary>
/// <param name="command">The program of a worker and its arguments.</param>
internal sealed class SharedRenderers(IReadOnlyList<string> command)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<MagicsRendererOptions, (MagicsRenderer Renderer, int Users)> _renderers = [];

    /// <param name="workers">Maps that are drawn at the same time.</param>
    /// <param name="styles">Magics' folder of styles; null: its own.</param>
    public MagicsRendererOptions OptionsOf(int workers, TimeSpan timeout, string? styles) =>
        new() { Command = command, Workers = workers, OrderTimeout = timeout, Styles = styles, Attempts = 1 };

    public MagicsRenderer Take(MagicsRendererOptions options, EngineServices services)
    {
        lock (_lock)
        {
            var (renderer, users) = _renderers.GetValueOrDefault(options);
            renderer ??= new MagicsRenderer(options, services);
            _renderers[options] = (renderer, users + 1);
            return renderer;
        }
    }

    /// <summary>Gives one back; the workers end with the last user.</summary>
    public void Return(MagicsRendererOptions options)
    {
        MagicsRenderer renderer;
        lock (_lock)
        {
            (renderer, var users) = _renderers[options];
            if (users > 1)
            {
                _renderers[options] = (renderer, users - 1);
                return;
            }

            _renderers.Remove(options);
        }

        renderer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
