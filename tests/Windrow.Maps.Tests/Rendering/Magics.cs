using Windrow.Native.NativeLibraries;

namespace Windrow.Maps.Tests.Rendering;

/// <summary>Whether this machine can draw.</summary>
internal static class Magics
{
    public static void SkipIfMissing() =>
        Assert.SkipUnless(
            NativeLibraryProbe.Probe(NativeLibraryTable.Magics).Found && File.Exists("/usr/share/magics/110m/ne_110m_land.shp"),
            "needs Magics: apt-get install libmagplus3v5 libmagics++-data");
}
