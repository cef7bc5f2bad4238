using Windrow.Core.Configuration;

namespace Windrow.Maps.Rendering.Acting;

/// <summary>Options of the <c>render</c> action.</summary>
public sealed class RenderOptions
{
    public static readonly OptionSet<RenderOptions> Set = new OptionSet<RenderOptions>("render")
        .Text("output", static o => o.Output, static (o, v) => o.Output = v, "Folder that the maps go into.", example: "maps")
        .Text("styles", static o => o.Styles, static (o, v) => o.Styles = v, "Folder of styles for Magics; empty: its own.", example: "styles")
        .Integer("workers", static o => o.Workers, static (o, v) => o.Workers = (int)v, "Maps that are drawn at the same time, each by a process of its own; 0: as many as there are cores.", min: 0, max: 1024)
        .Duration("timeout", static o => o.Timeout, static (o, v) => o.Timeout = v, "A worker that has not drawn a map by then is killed, and the map is tried again.");

    public string Output { get; set; } = "maps";

    public string Styles { get; set; } = "";

    public int Workers { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);
}
