namespace Windrow.Native.FreeType;

/// <summary>One drawn character.</summary>
/// <param name="Coverage">Rows from the top, 0 outside of the letter to 255 inside.</param>
/// <param name="Left">From the pen to the left edge of the picture, in pixels.</param>
/// <param name="Top">From the base line up to the upper edge of the picture, in pixels.</param>
/// <param name="Advance">How far the pen goes on, in pixels.</param>
public sealed record FontGlyph(byte[] Coverage, int Width, int Height, int Left, int Top, int Advance);
