namespace Windrow.Native.NetCdf;

/// <summary>libnetcdf refused something.</summary>
/// <param name="what">What it was to do.</param>
/// <param name="text">Its own text.</param>
public sealed class NetCdfException(string what, string text) : IOException($"NetCDF cannot {what}: {text}");
