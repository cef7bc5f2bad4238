namespace Windrow.Events.Trollflow;

/// <summary>What stands for a class of trollflow or its companions.</summary>
internal enum ClassUse
{
    /// <summary>The source <c>posttroll</c>.</summary>
    Listener,

    /// <summary>The sink <c>posttroll</c>.</summary>
    Publisher,

    /// <summary>A component that the worker has itself.</summary>
    Component,

    /// <summary>A plug-in that comes with Windrow.Imagery, which is not in this version.</summary>
    Later,
}
