using System.CommandLine;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;

namespace Windrow.Cli.Commands.Maps;

/// <summary>The folder of recipes, as the commands take it.</summary>
internal sealed class RecipeFolderArguments
{
    private readonly Argument<string?> _folder = new("folder") { Description = "The folder with the recipes; by default that of --recipes.", DefaultValueFactory = static _ => null };
    private readonly Option<string?> _recipes = MapsOptions.RecipesOption();

    private readonly Option<string?> _flavours = new("--flavours") { Description = "Look only at what is drawn in these flavours, separated by commas." };

    public Option<string[]> Static { get; } = new("--static")
    {
        Description = "A further folder of static files (shapes, points, fonts), looked through after 'static' in the folder; may be given several times.",
    };

    public void AddTo(Command command)
    {
        command.Add(_folder);
        command.Add(_recipes);
        command.Add(Static);
        command.Add(_flavours);
    }

    public string Of(ParseResult parsed, EngineServices services) => parsed.GetValue(_folder) ?? MapsOptions.RecipesOf(parsed.GetValue(_recipes), services.Files);

    /// <summary>Reads the folder; null when it cannot be read at all, or a flavour is not defined.</summary>
    public MapDefinitions? Read(ParseResult parsed, EngineServices services, DiagnosticBag findings)
    {
        var all = new RecipeFolder(services.Files).Read(Of(parsed, services), findings, parsed.GetValue(Static));
        return parsed.GetValue(_flavours) is not { } names ? all : all?.Select(names, findings) is { } flavours ? all.In(flavours) : null;
    }
}
