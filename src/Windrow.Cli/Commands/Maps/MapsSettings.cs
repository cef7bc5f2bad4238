namespace Windrow.Cli.Commands.Maps;

/// <summary>Which recipes are drawn in which flavours, and how messages are recognised.</summary>
/// <param name="Filter"><c>eccodes</c> or <c>arkimet</c>; null: by what the input is.</param>
/// <param name="Styles">Magics' folder of styles; null: its own.</param>
internal sealed record MapsSettings(string Recipes, string[] Static, string[] Flavours, string? Filter, string? Styles);
