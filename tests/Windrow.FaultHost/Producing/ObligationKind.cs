namespace Windrow.FaultHost.Producing;

/// <summary>What has to become of an obligation.</summary>
internal enum ObligationKind
{
    /// <summary>A JSON line that every plan for lines delivers.</summary>
    Line,

    /// <summary>A JSON line that one plan delivers and another cannot: there it is a dead letter.</summary>
    Doubtful,

    /// <summary>A small field, which goes into windows.</summary>
    Sample,

    /// <summary>A field with a payload that is too large for a row of the state store; it comes out as it went in.</summary>
    Large,
}
