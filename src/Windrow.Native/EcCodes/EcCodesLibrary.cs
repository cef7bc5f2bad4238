using System.Runtime.InteropServices;

namespace Windrow.Native.EcCodes;

/// <summary>The ecCodes library as a whole.</summary>
public static unsafe class EcCodesLibrary
{
    /// <summary>The version of the loaded library times 10,000, as ecCodes gives it: 22800 for 2.28.0.</summary>
    public static long Version => EcCodesApi.codes_get_api_version().Value;

    /// <summary>
    /// Whether the system's own definitions are in use. With definitions of the user's the product tables may differ from
    /// the ones that shortcuts in key look-up were checked against.
    /// </summary>
    public static bool HasStandardDefinitions { get; } =
        Environment.GetEnvironmentVariable("ECCODES_DEFINITION_PATH") is null or ""
        && Environment.GetEnvironmentVariable("ECCODES_EXTRA_DEFINITION_PATH") is null or ""
        && Environment.GetEnvironmentVariable("GRIB_DEFINITION_PATH") is null or "";

    /// <summary>ecCodes' text for one of its codes.</summary>
    public static string TextOf(EcCodesStatus status) =>
        Marshal.PtrToStringUTF8((nint)EcCodesApi.codes_get_error_message((int)status)) ?? "unknown error";
}
