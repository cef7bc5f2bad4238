namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>Reduces the picture to a palette, if that makes its file smaller.</summary>
/// <param name="Colors">2 to 256.</param>
/// <param name="Dither">Whether errors are spread over neighbouring pixels.</param>
public sealed record Quantize(int Colors = 256, bool Dither = true) : Postprocessor;
