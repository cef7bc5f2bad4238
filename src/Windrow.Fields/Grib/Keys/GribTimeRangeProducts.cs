using Windrow.Native.EcCodes;

namespace Windrow.Fields.Grib.Keys;

/// <summary>
/// GRIB2 parameters whose name may depend on the length of their time range (maximum in the last 3 hours, in the last 6).
/// The list holds for the definitions of one ecCodes version, and is not used with another.
/// </summary>
internal static class GribTimeRangeProducts
{
    private const long ListedVersion = 228;

    private static readonly bool ListHolds =
        EcCodesLibrary.HasStandardDefinitions && EcCodesLibrary.Version / 100 == ListedVersion;

    public static bool MayDependOnLength(byte discipline, byte category, byte number) => !ListHolds
        || (discipline, category, number) is
            (0, 0, 0 or 17) or (0, 1, 19 or 52 or 60 or 79) or (0, 2, 22) or (0, 7, 6 or 19) or (0, 17, 2 or 4)
            or (1, 0, 7) or (2, 0, 25 or (>= 39 and <= 42));
}
