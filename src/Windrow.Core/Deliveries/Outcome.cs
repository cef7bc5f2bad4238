namespace Windrow.Core.Deliveries;

/// <summary>How a message ended. Ordered: of several descendants the one that went worst names the outcome of the whole.</summary>
public enum Outcome : byte
{
    /// <summary>A sink had its effect.</summary>
    Delivered,

    /// <summary>A fold or collection took it in.</summary>
    Absorbed,

    /// <summary>A durable queue or collection has it, and owes it from here on.</summary>
    Stored,

    /// <summary>A select, or an action by its rules, let it go.</summary>
    Dropped,

    /// <summary>No plan wanted it.</summary>
    Unmatched,

    /// <summary>It is among the dead letters.</summary>
    Dead,
}
