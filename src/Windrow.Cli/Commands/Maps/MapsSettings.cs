namespace Windrow.Cli.Commands.Maps;

/// <summary>Which recipes are drawn in which flavours, and how messages are recognised.</summary>
internal sealed record MapsSettings(string Recipes, string[] Static, string[] Flavours, string Filter)
{
    /// <summary>The action <c>pantry</c> as a flow file has it.</summary>
    public Dictionary<string, object> Pantry(string path) => new()
    {
        ["type"] = "pantry",
        ["recipes"] = Path.GetFullPath(Recipes),
        ["static"] = Static.Select(Path.GetFullPath),
        ["flavours"] = Flavours,
        ["filter"] = Filter,
        ["path"] = path,
    };
}
