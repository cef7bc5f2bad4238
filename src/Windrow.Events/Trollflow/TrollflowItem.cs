using Windrow.Core.Configuration;

namespace Windrow.Events.Trollflow;

/// <summary>An item of <c>work</c>: a daemon, or components that work one after the other.</summary>
/// <param name="Name">Unlike those of the others.</param>
/// <param name="Classes">Their names and options; one for a daemon.</param>
internal sealed record TrollflowItem(string Name, bool IsDaemon, IReadOnlyList<TrollflowClass> Classes, ConfigNode? GlobalConfig, ConfigNode At)
{
    /// <summary>Whether it stands for a sink that publishes messages of posttroll.</summary>
    public bool IsPublisher => IsDaemon && Classes is [{ Known.Use: ClassUse.Publisher }];

    /// <summary>Whether it stands for a source of messages of posttroll.</summary>
    public bool IsListener => IsDaemon && Classes is [{ Known.Use: ClassUse.Listener }];
}
