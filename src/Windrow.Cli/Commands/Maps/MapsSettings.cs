namespace Windrow.Cli.Commands.Maps;

/// <summary>Which recipes are drawn in which flavours, and how messages are recognised.</summary>
internal sealed record MapsSettings(string Recipes, string[] Static, string[] Flavours, string Filter);
