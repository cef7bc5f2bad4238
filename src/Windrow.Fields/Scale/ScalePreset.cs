namespace Windrow.Fields.Scale;

/// <summary>Tables of parameters whose units differ between ECMWF's own fields and those of the WMO.</summary>
public enum ScalePreset : byte
{
    /// <summary>To WMO parameters, such as 228 (metres of water) to 228228 (kilograms per square metre).</summary>
    LocalToWmo,

    /// <summary>Back again.</summary>
    WmoToLocal,
}
