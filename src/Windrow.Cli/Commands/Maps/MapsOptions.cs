using System.CommandLine;
using Windrow.Core.IO;

namespace Windrow.Cli.Commands.Maps;

/// <summary>The options that the commands which draw have in common, named and defaulted as arkimaps has them.</summary>
internal sealed class MapsOptions
{
    private const string Here = "recipes";
    private const string Installed = "/usr/share/arkimaps/recipes";
    private const string StylesHere = "styles";

    public static Option<string?> RecipesOption() => new("--recipes") { Description = $"Folder of recipes, inputs and flavours; by default '{Here}', else {Installed}." };

    public Option<string?> Recipes { get; } = RecipesOption();

    public Option<string[]> Static { get; } = new("--static") { Description = "A further folder of static files; may be given several times." };

    public Option<string> Flavours { get; } = new("--flavours") { Description = "Flavours to draw in, between commas.", DefaultValueFactory = static _ => "default" };

    public Option<string?> Filter { get; } = new("--filter") { Description = "By which conditions messages are recognised: eccodes or arkimet. By default arkimet for a stream of arkimet, eccodes for GRIB." };

    public Option<bool> Grib { get; } = new("--grib") { Description = "Short for --filter=eccodes." };

    public Option<string?> Styles { get; } = new("--styles") { Description = $"Magics' folder of styles; by default '{StylesHere}' if there is one, else Magics' own." };

    public Option<string?> Output { get; } = new("--output", "-o") { Description = "Where maps go: NAME.tar or NAME.zip, a folder, or '-' for a tar archive on standard output, which is the default." };

    public Option<int> Workers { get; } = new("--workers") { Description = "Maps that are drawn at the same time; as many as there are cores by default.", DefaultValueFactory = static _ => Environment.ProcessorCount };

    public static string RecipesOf(string? recipes, IFileSystem files) => recipes ?? (files.Find(Here) is null && files.Find(Installed) is { IsDirectory: true } ? Installed : Here);

    public void AddDefinitions(Command command)
    {
        foreach (var option in new Option[] { Recipes, Static, Flavours })
            command.Add(option);
    }

    public void AddReading(Command command)
    {
        Filter.AcceptOnlyFromAmong("eccodes", "arkimet");
        AddDefinitions(command);
        command.Add(Filter);
        command.Add(Grib);
    }

    /// <param name="output">Where maps go, in place of <see cref="Output"/>.</param>
    public void AddDrawing(Command command, Option? output = null)
    {
        command.Add(Styles);
        command.Add(output ?? Output);
        command.Add(Workers);
    }

    public MapsSettings Of(ParseResult parsed, IFileSystem files) => new(
        RecipesOf(parsed.GetValue(Recipes), files),
        parsed.GetValue(Static) ?? [],
        parsed.GetValue(Flavours)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        parsed.GetValue(Grib) ? "eccodes" : parsed.GetValue(Filter),
        parsed.GetValue(Styles) ?? (files.Find(StylesHere) is { IsDirectory: true } ? StylesHere : null));
}
