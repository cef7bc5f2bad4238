namespace Windrow.Native.NetCdf;

/// <summary>The types of variables that Windrow writes, by their numbers in libnetcdf.</summary>
public enum NetCdfType
{
    Single = 5,
    Double = 6,
}
