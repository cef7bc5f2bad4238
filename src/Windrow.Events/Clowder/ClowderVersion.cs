namespace Windrow.Events.Clowder;

/// <summary>The generations of Clowder, whose addresses and messages differ.</summary>
public enum ClowderVersion
{
    /// <summary>Clowder 1.x, written in Scala: <c>/api/…</c> with the key in the address.</summary>
    V1,

    /// <summary>Clowder 2, written in Python: <c>/api/v2/…</c> with the key in the header <c>X-API-KEY</c>.</summary>
    V2,
}
