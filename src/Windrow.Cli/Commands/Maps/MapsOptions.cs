using System.CommandLine;

namespace Windrow.Cli.Commands.Maps;

/// <summary>The options that the commands which draw have in common, named and defaulted as arkimaps has them.</summary>
internal sealed class MapsOptions
{
    public Option<string> Recipes { get; } = new("--recipes") { Description = "Folder of recipes, inputs and flavours.", DefaultValueFactory = static _ => "recipes" };

    public Option<string[]> Static { get; } = new("--static") { Description = "A further folder of static files; may be given several times." };

    public Option<string> Flavours { get; } = new("--flavours") { Description = "Flavours to draw in, between commas.", DefaultValueFactory = static _ => "default" };

    public Option<string> Filter { get; } = new("--filter") { Description = "By which conditions messages are recognised: eccodes or arkimet.", DefaultValueFactory = static _ => "arkimet" };

    public Option<bool> Grib { get; } = new("--grib") { Description = "Short for --filter=eccodes." };

    public Option<string> Output { get; } = new("--output", "-o") { Description = "Folder that the maps go into.", DefaultValueFactory = static _ => "maps" };

    public Option<int> Workers { get; } = new("--workers") { Description = "Maps that are drawn at the same time.", DefaultValueFactory = static _ => Environment.ProcessorCount };

    public void AddReading(Command command)
    {
        Filter.AcceptOnlyFromAmong("eccodes", "arkimet");
        foreach (var option in new Option[] { Recipes, Static, Flavours, Filter, Grib })
            command.Add(option);
    }

    public void AddDrawing(Command command)
    {
        command.Add(Output);
        command.Add(Workers);
    }

    public MapsSettings Of(ParseResult parsed) => new(
        parsed.GetValue(Recipes)!,
        parsed.GetValue(Static) ?? [],
        parsed.GetValue(Flavours)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        parsed.GetValue(Grib) ? "eccodes" : parsed.GetValue(Filter)!);
}
