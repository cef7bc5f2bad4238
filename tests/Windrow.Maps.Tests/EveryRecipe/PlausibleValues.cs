using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.EveryRecipe;

/// <summary>Smooth values within what the unit of a field makes likely.</summary>
internal static class PlausibleValues
{
    public const int Columns = 49;
    public const int Rows = 45;

    /// <param name="share">How much of it has come so far, for amounts that grow; else 1.</param>
    public static void Fill(GribHandle message, double share)
    {
        var (least, most) = RangeOf(message);
        var values = new double[Columns * Rows];
        var turn = message.GetString("shortName").Length + (message.GetLong("level") % 7);
        for (var n = 0; n < values.Length; n++)
            values[n] = share * (least + ((most - least) * (0.5 + (0.5 * Math.Sin((n % Columns / 9.0) + turn) * Math.Cos(n / Columns / 8.0)))));
        message.SetLong("bitsPerValue", 16);
        message.SetDoubles("values", values);
    }

    private static (double Least, double Most) RangeOf(GribHandle message) => message.GetString("units") switch
    {
        "K" => message.GetLong("level") is >= 100 and <= 700 ? (250, 275) : (265, 300),
        "Pa" => (98_500, 103_000),
        "%" => (0, 100),
        "(0 - 1)" => (0, 1),
        "m s**-1" => (-18, 22),
        "m**2 s**-2" => message.GetLong("level") >= 100 ? (10_000, 56_000) : (0, 9_000),
        "gpm" => (800, 5_700),
        "kg kg**-1" => (0.0005, 0.009),
        "J kg**-1" => (0, 2_000),
        "m" when message.GetString("shortName") is "tp" or "cp" or "sf" => (0, 0.03),
        "m" when IsOcean(message) => (-0.4, 0.8),
        "m" => (0, 3_000),
        "kg m**-2" => (0, 30),
        "Degree true" or "degrees" => (0, 360),
        _ => (0, 12),
    };

    private static bool IsOcean(GribHandle message) => message.TryGetLong("discipline", out var discipline) == EcCodesStatus.Success && discipline == 10;
}
