namespace Windrow.Core.Flows;

public enum FlowState : byte
{
    /// <summary>Built, nothing runs.</summary>
    Ready,
    Running,

    /// <summary>Sources have stopped; what was accepted is finished.</summary>
    Draining,
    Stopped,
}
