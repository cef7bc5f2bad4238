using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Flavours;

/// <summary>Makes the picture smaller by giving it a palette.</summary>
/// <param name="Colours">The size of the palette, 2 to 256.</param>
/// <param name="Dither">Whether colours in between are dithered.</param>
public sealed record Quantize(SourceLocation Location, int Colours, bool Dither) : PostProcess(Location);
