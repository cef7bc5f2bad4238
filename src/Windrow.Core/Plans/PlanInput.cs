namespace Windrow.Core.Plans;

/// <summary>What a plan gets.</summary>
public enum PlanInput : byte
{
    /// <summary>What the flow's sources bring.</summary>
    Messages,

    /// <summary>What is told of the flow's expectations.</summary>
    Notifications,
}
