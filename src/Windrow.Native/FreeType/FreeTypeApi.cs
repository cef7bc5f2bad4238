using System.Runtime.InteropServices;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.FreeType;

/// <summary>The functions of FreeType's C interface that Windrow calls, under their own names. A result other than 0 is an error.</summary>
internal static unsafe partial class FreeTypeApi
{
    private const string Library = "freetype";

    static FreeTypeApi() => NativeLibraryLoader.Register();

    [LibraryImport(Library)]
    public static partial int FT_Init_FreeType(out nint library);

    [LibraryImport(Library)]
    public static partial int FT_Done_FreeType(nint library);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FT_New_Face(nint library, string path, CLong index, out byte* face);

    [LibraryImport(Library)]
    public static partial int FT_Done_Face(byte* face);

    [LibraryImport(Library)]
    public static partial int FT_Set_Pixel_Sizes(byte* face, uint width, uint height);

    [LibraryImport(Library)]
    public static partial int FT_Load_Char(byte* face, CULong character, int flags);
}
