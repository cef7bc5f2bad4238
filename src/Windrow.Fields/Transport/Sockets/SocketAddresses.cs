using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Windrow.Core.Errors;

namespace Windrow.Fields.Transport.Sockets;

/// <summary>Reads addresses of configuration: <c>host:port</c>, <c>[::1]:port</c>, or a port of the loopback address.</summary>
internal static class SocketAddresses
{
    private const int UnixPathAtMost = 107;

    public static bool TryParse(string text, [NotNullWhen(true)] out EndPoint? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = null;
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon].Trim('[', ']');
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
        {
            problem = $"'{text}' has no port";
            return false;
        }

        if (host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            address = new IPEndPoint(IPAddress.Loopback, port);
        else if (IPAddress.TryParse(host, out var ip))
            address = new IPEndPoint(ip, port);
        else
            address = new DnsEndPoint(host, port);
        return true;
    }

    /// <summary>An address as reports name it.</summary>
    public static string NameOf(EndPoint endPoint) => endPoint is DnsEndPoint dns ? string.Create(CultureInfo.InvariantCulture, $"{dns.Host}:{dns.Port}") : endPoint.ToString()!;

    /// <summary>The address of a Unix socket.</summary>
    /// <exception cref="FailureException">The path is longer than the system lets it be.</exception>
    public static UnixDomainSocketEndPoint Unix(string path) => Encoding.UTF8.GetByteCount(path) <= UnixPathAtMost
        ? new UnixDomainSocketEndPoint(path)
        : throw new FailureException(Failure.Permanent($"the path '{path}' of a Unix socket has more than {UnixPathAtMost} bytes", "choose a shorter one, such as one below /run"));

    /// <summary>
    /// An address that can be listened at: names are looked up. Of several addresses one that others reach is better than the
    /// loopback that many systems give their own name, and one of IPv4, which clients have too, better than one of IPv6.
    /// </summary>
    public static async Task<IPEndPoint> Resolve(EndPoint address, CancellationToken stop)
    {
        if (address is IPEndPoint ip)
            return ip;
        var name = (DnsEndPoint)address;
        var found = await Dns.GetHostAddressesAsync(name.Host, stop).ConfigureAwait(false);
        return found.Length > 0
            ? new IPEndPoint(found.OrderBy(IPAddress.IsLoopback).ThenBy(static each => each.AddressFamily != AddressFamily.InterNetwork).First(), name.Port)
            : throw new IOException($"the host '{name.Host}' has no address");
    }
}
