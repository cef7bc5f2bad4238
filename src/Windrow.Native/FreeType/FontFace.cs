using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Native.FreeType;

/// <summary>
/// A font file at one size. Lengths are whole pixels. It belongs to one thread at a time.
/// Fields are read at the offsets that FreeType 2's public headers give them on systems with 64-bit <c>long</c>; they are part of its ABI.
/// </summary>
public sealed unsafe class FontFace : IDisposable
{
    private const int Render = 4;
    private const int FaceGlyph = 152;
    private const int FaceSize = 160;
    private const int SizeAscender = 48;
    private const int SizeDescender = 56;
    private const int GlyphAdvance = 128;
    private const int GlyphBitmap = 152;
    private const int GlyphLeft = 192;
    private const int GlyphTop = 196;
    private const byte Grey = 2;

    private readonly nint _library;
    private byte* _face;

    private FontFace(nint library, byte* face)
    {
        _library = library;
        _face = face;
    }

    /// <summary>From the base line to the highest letters, in pixels.</summary>
    public int Ascender => Pixels(Size + SizeAscender);

    /// <summary>From the base line to the lowest letters, in pixels; negative.</summary>
    public int Descender => Pixels(Size + SizeDescender);

    private byte* Size => *(byte**)(_face + FaceSize);

    /// <param name="path">A font file that FreeType reads, such as <c>.ttf</c>.</param>
    /// <param name="pixels">The size of the em square.</param>
    /// <exception cref="InvalidDataException">The file is no font, or has not this size.</exception>
    public static FontFace Open(string path, int pixels)
    {
        if (nint.Size != 8)
            throw new PlatformNotSupportedException("Fonts need a 64-bit system.");
        if (FreeTypeApi.FT_Init_FreeType(out var library) != 0)
            throw new InvalidOperationException("FreeType does not start.");
        if (FreeTypeApi.FT_New_Face(library, path, new CLong(0), out var face) != 0)
        {
            _ = FreeTypeApi.FT_Done_FreeType(library);
            throw new InvalidDataException($"'{path}' cannot be read as a font.");
        }

        var font = new FontFace(library, face);
        if (FreeTypeApi.FT_Set_Pixel_Sizes(face, 0, (uint)pixels) == 0)
            return font;
        font.Dispose();
        throw new InvalidDataException($"The font '{path}' has no size of {pixels} pixels.");
    }

    /// <summary>Draws a character; one that the font has not is drawn as the font's sign for that.</summary>
    public FontGlyph Draw(int codePoint)
    {
        ObjectDisposedException.ThrowIf(_face == null, this);
        if (FreeTypeApi.FT_Load_Char(_face, new CULong((uint)codePoint), Render) != 0)
            return new FontGlyph([], 0, 0, 0, 0, 0);
        var glyph = *(byte**)(_face + FaceGlyph);
        var bitmap = Unsafe.ReadUnaligned<FontBitmap>(glyph + GlyphBitmap);
        var (width, height) = bitmap.PixelMode == Grey ? ((int)bitmap.Width, (int)bitmap.Rows) : (0, 0);
        var coverage = new byte[width * height];
        for (var row = 0; row < height; row++)
            new ReadOnlySpan<byte>(bitmap.Buffer + (row * bitmap.Pitch), width).CopyTo(coverage.AsSpan(row * width));
        return new FontGlyph(coverage, width, height, *(int*)(glyph + GlyphLeft), *(int*)(glyph + GlyphTop), Pixels(glyph + GlyphAdvance));
    }

    public void Dispose()
    {
        if (_face == null)
            return;
        _ = FreeTypeApi.FT_Done_Face(_face);
        _ = FreeTypeApi.FT_Done_FreeType(_library);
        _face = null;
    }

    // 26 bits before the point and 6 behind it, in a long.
    private static int Pixels(byte* position) => (int)((*(long*)position + 32) >> 6);

    [StructLayout(LayoutKind.Sequential)]
    private struct FontBitmap
    {
        public uint Rows;
        public uint Width;
        public int Pitch;
        public byte* Buffer;
        public ushort Greys;
        public byte PixelMode;
    }
}
