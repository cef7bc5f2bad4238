namespace Windrow.EndToEnd.Tests.Faults;

/// <summary>What moment of a run is aimed at.</summary>
internal enum Aim
{
    /// <summary>Any moment of an undisturbed course.</summary>
    AnyTime,

    /// <summary>While it starts and takes up what the run before it left.</summary>
    StartUp,

    /// <summary>Shortly after something became durable.</summary>
    Checkpoint,

    /// <summary>While it drains after a SIGTERM.</summary>
    Drain,

    /// <summary>SIGTERM only, and it ends as it should.</summary>
    Terminate,

    /// <summary>SIGTERM twice: it ends at once.</summary>
    TerminateTwice,
}
