namespace Windrow.Fields.Grib.Framing;

/// <summary>One GRIB message in a stream of octets.</summary>
/// <param name="Offset">Where its first octet is, counted from the start of the input.</param>
/// <param name="Length">Its length in octets, from <c>GRIB</c> to <c>7777</c>.</param>
/// <param name="Edition">1 or 2.</param>
public readonly record struct GribFrame(long Offset, int Length, int Edition);
