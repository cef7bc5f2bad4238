using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Recipes;

/// <summary>A recipe as its file has it, before its parent has been found.</summary>
/// <param name="Name">The path of the file within the folder, without <c>.yaml</c>.</param>
/// <param name="DefinedIn">The same path with its suffix.</param>
/// <param name="Root">The file's content.</param>
internal sealed record RecipeDraft(string Name, string DefinedIn, MappingNode Root)
{
    public ConfigNode? Parent => Root["extends"];
}
