using System.Collections.Immutable;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Orders;

namespace Windrow.Maps;

/// <summary>What is to be drawn: recipes in the flavours that are asked for.</summary>
internal sealed class MapRequest
{
    private MapRequest(MapDefinitions definitions, ImmutableArray<Flavour> flavours)
    {
        Definitions = definitions;
        Flavours = flavours;
    }

    public MapDefinitions Definitions { get; }

    public ImmutableArray<Flavour> Flavours { get; }

    /// <summary>Reads the recipes.</summary>
    /// <param name="findings">Takes what is wrong with them; what is refused is left out.</param>
    /// <returns>Null when the folder cannot be read, or a flavour is not defined.</returns>
    public static MapRequest? Read(string recipes, IReadOnlyList<string> statics, IReadOnlyList<string> flavours, IFileSystem files, DiagnosticBag findings)
    {
        if (new RecipeFolder(files).Read(recipes, findings, statics) is not { } definitions)
            return null;
        return definitions.Select(string.Join(',', flavours), findings) is { } selected ? new MapRequest(definitions, selected) : null;
    }

    /// <summary>What is drawn.</summary>
    public OrderPlanner Planner(AvailableInputs available) => new(Definitions, available, Flavours);

    /// <summary>The inputs from the stream that something of it needs, be it several derivations away.</summary>
    public IEnumerable<StreamInput> StreamInputs(AvailableInputs available)
    {
        var needed = Definitions.Closure(Planner(available).Products.SelectMany(static product => product.Inputs));
        return Definitions.Inputs.OfType<StreamInput>().Where(input => needed.Contains(input.Name));
    }
}
