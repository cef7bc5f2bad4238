using Windrow.Core.Stages;

namespace Windrow.Core.Chains;

/// <summary>An action that hands messages to the beginnings of plans; its worker waits while one of those is full.</summary>
internal interface IHandsBack
{
    /// <summary>Whether the worker has to wait; it is run again when there is room.</summary>
    bool HoldsUp(Lane worker);
}
