namespace Windrow.Core.Flows.Testing;

/// <summary>What a step of a test does.</summary>
public enum TestStepKind : byte
{
    /// <summary>A message comes from a source, or is given to a plan.</summary>
    Message,

    /// <summary>The messages of a file come, as a source reads them.</summary>
    Read,

    /// <summary>A file appears where a source looks for files.</summary>
    Drop,

    /// <summary>A source begins to do by itself what it does.</summary>
    Run,

    /// <summary>Time passes.</summary>
    Advance,

    /// <summary>Time passes until an instant.</summary>
    At,

    /// <summary>The flow is stopped and started again on its state.</summary>
    Restart,

    /// <summary>A look at what has come so far.</summary>
    Expect,
}
