using Windrow.Core;
using Windrow.Core.Flows;

namespace Windrow.Maps.Rendering.Acting;

/// <summary>The renderers of a program: actions that want the same share one, and with it its workers. Safe for several threads.</summary>
/// <param name="command">The program of a worker and its arguments.</param>
internal sealed class SharedRenderers(IReadOnlyList<string> command)
{
    private readonly SharedByKey<MagicsRendererOptions, MagicsRenderer> _renderers = new();

    /// <param name="workers">Maps that are drawn at the same time.</param>
    /// <param name="styles">Magics' folder of styles; null: its own.</param>
    public MagicsRendererOptions OptionsOf(int workers, TimeSpan timeout, string? styles) =>
        new() { Command = command, Workers = workers, OrderTimeout = timeout, Styles = styles, Attempts = 1 };

    public MagicsRenderer Take(MagicsRendererOptions options, EngineServices services) => _renderers.Join(options, () => new MagicsRenderer(options, services));

    /// <summary>Gives one back; the workers end with the last user.</summary>
    public void Return(MagicsRendererOptions options) => _renderers.Leave(options)?.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
