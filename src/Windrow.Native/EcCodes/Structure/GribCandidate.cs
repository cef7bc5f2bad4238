namespace Windrow.Native.EcCodes.Structure;

/// <summary>What a <c>GRIB</c> marker turned out to be.</summary>
public enum GribCandidate
{
    /// <summary>More octets are needed to tell.</summary>
    Open,

    /// <summary>A whole message.</summary>
    Message,

    /// <summary>The four letters happen to be there, without a GRIB edition behind them.</summary>
    NoMarker,

    /// <summary>It begins like a message and cannot be one.</summary>
    Defect,
}
