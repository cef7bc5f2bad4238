using System.Net;
using System.Net.Sockets;
using Windrow.Core.Errors;
using Windrow.Events.Posttroll.Settings;

namespace Windrow.Events.Posttroll.Discovery;

/// <summary>Where announcements are sent to by UDP: a multicast group, or everybody of the network.</summary>
internal sealed class MulticastGroup
{
    private const int HopLimit = 31;

    private readonly PosttrollSettings _settings;
    private readonly IPAddress _address;
    private readonly bool _isBroadcast;

    /// <exception cref="FailureException">The address is no group.</exception>
    public MulticastGroup(PosttrollSettings settings)
    {
        _settings = settings;
        _address = IPAddress.TryParse(settings.MulticastGroup, out var address) ? address : Resolve(settings.MulticastGroup);
        var octets = _address.GetAddressBytes();
        _isBroadcast = _address.Equals(IPAddress.Any) || octets[^1] == 255;
        if (_address.Equals(IPAddress.Any))
            _address = IPAddress.Broadcast;
        if (octets.Length != 4 || (!_isBroadcast && octets[0] is < 224 or > 239))
            throw new FailureException(Failure.Permanent($"'{settings.MulticastGroup}' is no multicast group", "write an address from 224.0.0.0 to 239.255.255.255, or 255.255.255.255 for broadcast"));
    }

    public Socket OpenSender()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (_isBroadcast)
        {
            socket.EnableBroadcast = true;
        }
        else
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, HopLimit);
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, 1);
            if (_settings.MulticastInterface is { } card)
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, IPAddress.Parse(card).GetAddressBytes());
        }

        socket.Connect(_address, _settings.BroadcastPort);
        return socket;
    }

    /// <exception cref="SocketException">There is no network, or somebody else has the port for himself.</exception>
    public Socket OpenReceiver()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1);
        socket.Bind(new IPEndPoint(IPAddress.Any, _settings.BroadcastPort));
        if (_isBroadcast)
            return socket;
        var group = _settings.MulticastInterface is { } card ? new MulticastOption(_address, IPAddress.Parse(card)) : new MulticastOption(_address);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, group);
        return socket;
    }

    public override string ToString() => $"{_address}:{_settings.BroadcastPort}";

    private static IPAddress Resolve(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name, AddressFamily.InterNetwork)[0];
        }
        catch (SocketException)
        {
            throw new FailureException(Failure.Permanent($"'{name}' is no multicast group and no host", "write an address from 224.0.0.0 to 239.255.255.255"));
        }
    }
}
