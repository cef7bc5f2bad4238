using System.Net;
using System.Net.Sockets;

namespace Windrow.Events.Posttroll.Discovery;

/// <summary>The address of this host as others see it.</summary>
internal static class OwnAddress
{
    // Nothing is sent: connecting a UDP socket only asks the system which way it would go.
    private static readonly IPEndPoint Far = new(new IPAddress([8, 8, 8, 8]), 80);

    public static string Find()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(Far);
            return ((IPEndPoint)socket.LocalEndPoint!).Address.ToString();
        }
        catch (SocketException)
        {
            return OfName() ?? "127.0.0.1";
        }
    }

    /// <summary>All addresses of this host.</summary>
    public static IReadOnlySet<IPAddress> All() => System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(static card => card.GetIPProperties().UnicastAddresses).Select(static each => each.Address).Append(IPAddress.Loopback).ToHashSet();

    private static string? OfName()
    {
        try
        {
            return Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).FirstOrDefault(static each => !IPAddress.IsLoopback(each))?.ToString();
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
