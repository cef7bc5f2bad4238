using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Sockets;

/// <summary>A publisher that is listened to.</summary>
/// <param name="Address">As <c>tcp://host:port</c>.</param>
/// <param name="IsFeed">It is a nameserver's feed of addresses.</param>
internal sealed record Peer(string Address, bool IsFeed, ZeroMqSocket Socket)
{
    /// <summary>The host of the connection.</summary>
    public string Host { get; } = HostOf(Address);

    /// <summary>A sender with the host of the connection in place of its own.</summary>
    public string Translate(string sender) => $"{(sender.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? sender[..at] : sender)}@{Host}";

    public static string HostOf(string address)
    {
        var host = address[(address.IndexOf("//", StringComparison.Ordinal) is >= 0 and var at ? at + 2 : 0)..];
        var colon = host.LastIndexOf(':');
        return colon < 0 ? host : host[..colon];
    }
}
