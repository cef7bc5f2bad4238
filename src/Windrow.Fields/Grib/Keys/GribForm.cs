namespace Windrow.Fields.Grib.Keys;

/// <summary>As what a key is asked for. One key may answer differently: <c>centre</c> is 98 as a number and <c>ecmf</c> as text.</summary>
public enum GribForm
{
    /// <summary>As the type that ecCodes names the key's own.</summary>
    Native,
    Long,
    Double,
    Text,
}
