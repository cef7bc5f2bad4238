namespace Windrow.Core.Flows.Testing;

/// <summary>How the flow of a test ends.</summary>
public enum TestEnd : byte
{
    /// <summary>As when every source has come to its end: all that is open ends with it.</summary>
    Drain,

    /// <summary>As by SIGTERM: what the state store has is left to the next run.</summary>
    Stop,
}
