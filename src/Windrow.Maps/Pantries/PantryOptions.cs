using Windrow.Core.Configuration;

namespace Windrow.Maps.Pantries;

/// <summary>Options of the <c>pantry</c> action.</summary>
public sealed class PantryOptions
{
    private static readonly (string, InputFilter)[] Filters = [("eccodes", InputFilter.EcCodes), ("arkimet", InputFilter.Arkimet)];

    public static readonly OptionSet<PantryOptions> Set = new OptionSet<PantryOptions>("pantry")
        .Text("recipes", static o => o.Recipes, static (o, v) => o.Recipes = v, "Folder of recipes, inputs and flavours, as arkimaps has them.", required: true, example: "recipes")
        .TextList("static", static o => o.Static, static (o, v) => o.Static = v, "Further folders of static files, looked through after 'static' in the folder of recipes.", example: "[/usr/share/arkimaps/static]")
        .TextList("flavours", static o => o.Flavours, static (o, v) => o.Flavours = v, "The flavours that are to be drawn; only inputs that their recipes need are kept.", example: "[default, ita_web]")
        .Choice("filter", static o => o.Filter, static (o, v) => o.Filter = v, "By which conditions of the input definitions messages are recognised.", Filters)
        .Text("path", static o => o.Path, static (o, v) => o.Path = v, "Folder that inputs are kept in.", required: true, example: "pantry")
        .Flag("orders", static o => o.Orders, static (o, v) => o.Orders = v, "Emit an order for every map that is possible. False: only keep inputs; the action ends its plan then.")
        .Integer("ahead", static o => o.Ahead, static (o, v) => o.Ahead = (int)v, "Maps that are ordered before one of them is done: somewhat more than are drawn at the same time, since a flow that is stopped draws what is ordered; 0: two more than there are cores.", min: 0, max: 10_000);

    public string Recipes { get; set; } = "";

    public IReadOnlyList<string> Static { get; set; } = [];

    public IReadOnlyList<string> Flavours { get; set; } = ["default"];

    public InputFilter Filter { get; set; } = InputFilter.EcCodes;

    public string Path { get; set; } = "";

    public bool Orders { get; set; } = true;

    public int Ahead { get; set; }
}
