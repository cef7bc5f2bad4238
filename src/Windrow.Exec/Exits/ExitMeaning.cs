namespace Windrow.Exec.Exits;

/// <summary>What a status of a program says about its message.</summary>
internal enum ExitMeaning : byte
{
    /// <summary>It was worked on.</summary>
    Ok,

    /// <summary>It is not wanted.</summary>
    Drop,

    /// <summary>Another try may help.</summary>
    Transient,

    /// <summary>No other try helps.</summary>
    Permanent,

    /// <summary>The program is broken.</summary>
    Fault,
}
