namespace Windrow.Core.Runs;

/// <summary>How a run of a flow ended.</summary>
public enum RunEnd : byte
{
    /// <summary>Its sources came to their end, and all was finished.</summary>
    Drained,

    /// <summary>It was told to stop; what was accepted was finished or is in the state.</summary>
    Stopped,

    /// <summary>It did not start, gave up a source, or left something unfinished.</summary>
    Failed,

    /// <summary>Its process ended before the run did, as the next one found.</summary>
    Killed,
}
