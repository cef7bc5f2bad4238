using System.CommandLine;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;

namespace Windrow.Cli.Commands.Maps;

/// <summary>The folder of recipes, as the commands take it.</summary>
internal sealed class RecipeFolderArguments
{
    public Argument<string> Folder { get; } = new("folder") { Description = "The folder with the recipes." };

    public Option<string[]> Static { get; } = new("--static")
    {
        Description = "A further folder of static files (shapes, points, fonts), looked through after 'static' in the folder; may be given several times.",
    };

    public void AddTo(Command command)
    {
        command.Add(Folder);
        command.Add(Static);
    }

    /// <summary>Reads the folder; null when it cannot be read at all.</summary>
    public MapDefinitions? Read(ParseResult parsed, EngineServices services, DiagnosticBag findings) =>
        new RecipeFolder(services.Files).Read(parsed.GetValue(Folder)!, findings, parsed.GetValue(Static));
}
