using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>static</c>: a file that serves every instant.</summary>
/// <param name="Path">The path as it was written.</param>
/// <param name="File">The file that was found.</param>
public sealed record StaticInput(string Name, SourceLocation Location, string Path, string File) : InputDefinition(Name, Location)
{
    public override string Type => "static";
}
