using Windrow.Core.Messages;
using Windrow.Core.Routing;

namespace Windrow.Events.Route;

/// <summary>The memory for one message on its way through a <see cref="RouteTable"/>; used again for the next.</summary>
internal sealed class RouteMatches
{
    public MatchSet Early { get; } = new();

    public MatchSet Whole { get; } = new();

    /// <summary>Whether <see cref="Early"/> has the answer.</summary>
    public bool IsEarly { get; set; }

    /// <summary>The numbers of the rules that hold, and what goes along by them.</summary>
    public List<(int Rule, Metadata? Parameters)> Chosen { get; } = [];
}
