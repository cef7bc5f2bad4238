using Windrow.Native.Magics;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.Tests.Magics;

public sealed class MagicsLibraryTests
{
    private static void SkipIfMissing() =>
        Assert.SkipUnless(NativeLibraryProbe.Probe(NativeLibraryTable.Magics).Found, "needs Magics: apt-get install libmagplus3v5");

    [Fact]
    public void Library_tells_its_version()
    {
        SkipIfMissing();
        NativeLibraryProbe.Probe(NativeLibraryTable.Magics).Version!.ShouldMatch(@"^\d+\.\d+\.\d+$");
    }

    [Fact]
    public void Value_of_a_wrong_type_is_an_error_and_the_library_lives()
    {
        SkipIfMissing();
        MagicsLibrary.Open().ShouldBeNull();
        MagicsLibrary.Set("map_coastline_thickness", 2.5).ShouldNotBeNull().ShouldContain("expected type 'integer'");
        MagicsLibrary.Set("map_coastline_thickness", 2).ShouldBeNull();
        MagicsLibrary.Reset("map_coastline_thickness").ShouldBeNull();
    }
}
