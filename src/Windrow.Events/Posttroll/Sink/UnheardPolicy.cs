namespace Windrow.Events.Posttroll.Sink;

/// <summary>What becomes of a message that nobody subscribes to.</summary>
public enum UnheardPolicy
{
    /// <summary>It is sent all the same, as posttroll does, and nobody gets it.</summary>
    Send,

    /// <summary>It waits until somebody does.</summary>
    Wait,
}
