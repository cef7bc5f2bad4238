using System.Globalization;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>What two fields must have in common to be computed with point by point, whatever the edition of their messages.</summary>
internal sealed record GridShape(string Type, int Points, long Columns, long Rows, long Scanning, double Latitude, double Longitude)
{
    /// <summary>Degrees: GRIB1 has thousandths, and centres round them both ways.</summary>
    private const double Tolerance = 0.0021;

    private static readonly EcCodesKey GridType = "gridType";
    private static readonly EcCodesKey Ni = "Ni";
    private static readonly EcCodesKey Nj = "Nj";
    private static readonly EcCodesKey ScanningMode = "scanningMode";
    private static readonly EcCodesKey FirstLatitude = "latitudeOfFirstGridPointInDegrees";
    private static readonly EcCodesKey FirstLongitude = "longitudeOfFirstGridPointInDegrees";

    public static GridShape Of(GribHandle handle, int points)
    {
        _ = handle.TryGetString(GridType, out var type);
        _ = handle.TryGetLong(Ni, out var columns);
        _ = handle.TryGetLong(Nj, out var rows);
        // The upper three bits say where the points begin and which way they go; the others are not of all grids.
        _ = handle.TryGetLong(ScanningMode, out var scanning);
        _ = handle.TryGetDouble(FirstLatitude, out var latitude);
        _ = handle.TryGetDouble(FirstLongitude, out var longitude);
        return new GridShape(type, points, columns, rows, scanning & 0xE0, latitude, (longitude + 360) % 360);
    }

    public bool Fits(GridShape other) =>
        Type == other.Type && Points == other.Points && Columns == other.Columns && Rows == other.Rows && Scanning == other.Scanning
        && Math.Abs(Latitude - other.Latitude) < Tolerance
        && Math.Abs(Math.IEEERemainder(Longitude - other.Longitude, 360)) < Tolerance;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Type} of {Points} points ({Columns}x{Rows}, scanning mode {Scanning}) from {Latitude:0.###} N {Longitude:0.###} E");
}
