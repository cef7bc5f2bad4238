using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>shape</c>: a shapefile that serves every instant.</summary>
/// <param name="Path">The path as it was written, without suffix.</param>
/// <param name="File">The path of the shapefile that was found, without suffix, as Magics wants it.</param>
public sealed record ShapeInput(string Name, SourceLocation Location, string Path, string File) : InputDefinition(Name, Location)
{
    public override string Type => "shape";
}
