namespace Windrow.Testing.Faults;

/// <summary>What is to be done about one operation.</summary>
internal enum FaultVerdict
{
    /// <summary>Do it.</summary>
    Pass,

    /// <summary>Do nothing, report EIO.</summary>
    Fail,

    /// <summary>Do nothing, report ENOSPC.</summary>
    FailFull,

    /// <summary>Do half, report EIO.</summary>
    HalfAndFail,

    /// <summary>Do half, report success.</summary>
    HalfAndPass,

    /// <summary>Do nothing, report success.</summary>
    Pretend,
}
