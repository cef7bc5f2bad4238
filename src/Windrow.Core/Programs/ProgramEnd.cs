namespace Windrow.Core.Programs;

/// <summary>Why a process ended that was to go on, or was replaced.</summary>
public enum ProgramEnd : byte
{
    /// <summary>It ended by itself: with a status that is an error, or by a signal.</summary>
    Crash,

    /// <summary>It took too long for a message and was killed.</summary>
    Timeout,

    /// <summary>It held more memory than it may and was killed.</summary>
    Memory,

    /// <summary>It wrote more than it may, or what it may not, and was killed.</summary>
    Protocol,

    /// <summary>It did not start, or did not greet.</summary>
    Start,

    /// <summary>It had done its share, or had grown, and was replaced.</summary>
    Recycled,
}
