namespace Windrow.Fields.Statistics;

/// <summary>What a flush means to open windows.</summary>
internal enum FlushUse : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>They are written to a restart and stay open.</summary>
    Restart,

    /// <summary>They are emitted.</summary>
    End,
}
