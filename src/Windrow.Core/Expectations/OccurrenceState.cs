namespace Windrow.Core.Expectations;

/// <summary>How an expected result stands.</summary>
public enum OccurrenceState : byte
{
    /// <summary>Its time has not come.</summary>
    Waiting,

    /// <summary>It came in time.</summary>
    Met,

    /// <summary>Its time has come, and nothing of it is there; it may still come.</summary>
    Late,

    /// <summary>Its time has come, and less of it is there than is to be.</summary>
    Short,

    /// <summary>Nothing of it came, and it was given up.</summary>
    Missing,

    /// <summary>It came in time, and some of it more than once.</summary>
    Duplicate,

    /// <summary>It came after its time.</summary>
    Recovered,
}
