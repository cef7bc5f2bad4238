using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Flavours;

/// <summary>Makes the picture transparent outside of a shape; needs a picture with a georeference.</summary>
/// <param name="Shapefile">The shapefile that was found.</param>
public sealed record CutShape(SourceLocation Location, string Shapefile) : PostProcess(Location);
