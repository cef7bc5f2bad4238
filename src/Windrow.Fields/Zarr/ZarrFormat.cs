namespace Windrow.Fields.Zarr;

/// <summary>The versions of Zarr.</summary>
public enum ZarrFormat : byte
{
    /// <summary>https://zarr-specs.readthedocs.io/en/latest/v3/core/v3.0.html</summary>
    V3,

    /// <summary>https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html</summary>
    V2,
}
