namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>Writes a text on the picture. Keys and defaults are those of arkimaps' postprocessor of that name.</summary>
/// <param name="Message">The text, one line.</param>
/// <param name="Font">A font file, such as <c>.ttf</c>.</param>
/// <param name="X">Pixels from the left edge, or from the right one if negative.</param>
/// <param name="Y">Pixels from the upper edge, or from the lower one if negative.</param>
/// <param name="Size">Pixels of the em square.</param>
/// <param name="Anchor">Which point of the text lies there: <c>l</c>, <c>m</c> or <c>r</c>, then <c>a</c> (ascender), <c>t</c>, <c>m</c>, <c>s</c> (base line), <c>b</c> or <c>d</c> (descender).</param>
/// <param name="Color"><c>#rgb</c>, <c>#rgba</c>, <c>#rrggbb</c> or <c>#rrggbbaa</c>; alpha replaces the picture's, as the colour does.</param>
public sealed record Watermark(string Message, string Font, int X, int Y, int Size = 10, string Anchor = "la", string Color = "#fff0") : Postprocessor;
