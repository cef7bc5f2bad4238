namespace Windrow.Maps.Rendering;

/// <summary>Which web map tile a picture is, in the usual z/x/y scheme: x from 180° W eastward, y from the north southward.</summary>
public sealed record MapTile(int Zoom, int X, int Y);
