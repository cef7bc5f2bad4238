namespace Windrow.Events.Posttroll.Sink;

/// <summary>How others find a publisher where no nameserver is named.</summary>
public enum AnnouncePolicy
{
    /// <summary>By UDP, to whoever listens.</summary>
    Multicast,

    /// <summary>Not at all: subscribers have to know its address.</summary>
    None,
}
