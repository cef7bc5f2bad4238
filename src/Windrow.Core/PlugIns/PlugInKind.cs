namespace Windrow.Core.PlugIns;

public enum PlugInKind : byte
{
    /// <summary>Brings messages in.</summary>
    Source,

    /// <summary>Takes a message and emits some.</summary>
    Action,

    /// <summary>Ends a plan with an effect; usable as an action and in the list of a <c>sink</c> action.</summary>
    Sink,
}
