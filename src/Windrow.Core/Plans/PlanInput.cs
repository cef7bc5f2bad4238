namespace Windrow.Core.Plans;

/// <summary>What a plan gets.</summary>
public enum PlanInput : byte
{
    /// <summary>What the flow's sources bring, and what plans hand to it by its name.</summary>
    Messages,

    /// <summary>What is told of the flow's expectations.</summary>
    Notifications,

    /// <summary>What plans hand back to the flow, and nothing that a source brings.</summary>
    Submissions,

    /// <summary>What the flow's sources bring, and what plans hand back.</summary>
    All,
}
