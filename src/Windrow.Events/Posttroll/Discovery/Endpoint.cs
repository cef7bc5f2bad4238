using System.Globalization;

namespace Windrow.Events.Posttroll.Discovery;

/// <summary>Addresses of nameservers as people write them: a host, <c>host:port</c>, <c>tcp://host</c>, <c>tcp://host:port</c> or <c>ipc://path</c>.</summary>
internal static class Endpoint
{
    public static string Of(string text, int port)
    {
        if (text.StartsWith("ipc://", StringComparison.Ordinal) || text.StartsWith("inproc://", StringComparison.Ordinal))
            return text;
        var host = text.StartsWith("tcp://", StringComparison.Ordinal) ? text["tcp://".Length..] : text;
        return $"tcp://{(host.LastIndexOf(':') > host.LastIndexOf(']') ? host : $"{host}:{port.ToString(CultureInfo.InvariantCulture)}")}";
    }

    /// <summary>The same host at another port.</summary>
    public static string AtPort(string text, int port) => Of(Sockets.Peer.HostOf(Of(text, port)), port);
}
