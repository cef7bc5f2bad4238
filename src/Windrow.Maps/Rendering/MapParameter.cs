namespace Windrow.Maps.Rendering;

/// <summary>A parameter of a page or of a drawing step.</summary>
/// <param name="Name">As Magics' documentation has it, such as <c>contour_interval</c>.</param>
public sealed record MapParameter(string Name, MapValue Value);
