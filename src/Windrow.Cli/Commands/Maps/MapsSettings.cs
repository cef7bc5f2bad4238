namespace Windrow.Cli.Commands.Maps;

/// <summary>Which recipes are drawn in which flavours, and how messages are recognised.</summary>
/// <param name="Filter"><c>eccodes</c> or <c>arkimet</c>; null: by what the input is.</param>
/// <param name="Styles">Magics' folder of styles; null: its own.</param>
internal sealed record MapsSettings(string Recipes, string[] Static, string[] Flavours, string? Filter, string? Styles)
{
    /// <summary>The action <c>pantry</c> as a flow file has it.</summary>
    public Dictionary<string, object> Pantry(string path)
    {
        var pantry = new Dictionary<string, object>
        {
            ["type"] = "pantry",
            ["recipes"] = Path.GetFullPath(Recipes),
            ["static"] = Static.Select(Path.GetFullPath),
            ["flavours"] = Flavours,
            ["path"] = path,
        };
        if (Filter is not null)
            pantry["filter"] = Filter;
        return pantry;
    }
}
