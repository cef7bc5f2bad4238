using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Flavours;

/// <summary>Writes a text on the picture.</summary>
/// <param name="Message">The text.</param>
/// <param name="Font">The TrueType font file that was found.</param>
/// <param name="X">Pixels from the left; a negative number counts from the right.</param>
/// <param name="Y">Pixels from the top; a negative number counts from the bottom.</param>
/// <param name="Size">The size of the font in pixels.</param>
/// <param name="Anchor">Which point of the text stands there, two letters as Pillow has them (<c>la</c>: left, ascender).</param>
/// <param name="Colour">The colour, as Pillow reads it: <c>#rgb</c>, <c>#rgba</c>, <c>#rrggbb</c>, <c>#rrggbbaa</c> or a name.</param>
public sealed record Watermark(SourceLocation Location, string Message, string Font, int X, int Y, int Size, string Anchor, string Colour) : PostProcess(Location);
