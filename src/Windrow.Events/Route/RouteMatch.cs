namespace Windrow.Events.Route;

/// <summary>How many of the rules that hold a message is routed by.</summary>
public enum RouteMatch
{
    /// <summary>The first one in the order in which they are written.</summary>
    First,

    /// <summary>All of them.</summary>
    All,
}
