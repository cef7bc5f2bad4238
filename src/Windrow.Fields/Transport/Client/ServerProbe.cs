using System.Net;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Fields.PlanFiles.Servers;
using Windrow.Fields.Transport.Sockets;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <summary>Asks a server that listens at a socket how it does. It takes no part in the run: no client is counted.</summary>
public static class ServerProbe
{
    private static readonly TimeSpan Listen = TimeSpan.FromMilliseconds(100);

    /// <summary>Where the servers of a section listen; none over MPI, where only the job itself reaches them.</summary>
    public static IReadOnlyList<EndPoint> AddressesOf(ServerSettings settings) => settings.Transport switch
    {
        PlanFiles.Servers.TransportKind.Tcp => [.. settings.Servers.SelectMany(static host => host.Ports.Select(port => SocketAddresses.TryParse($"{host.Host}:{port}", out var address, out _) ? address : new DnsEndPoint(host.Host, port)))],
        PlanFiles.Servers.TransportKind.Unix => [SocketAddresses.Unix(Path.GetFullPath(settings.SocketPath))],
        _ => [],
    };

    /// <summary>A server's address as reports name it.</summary>
    public static string NameOf(EndPoint server) => SocketAddresses.NameOf(server);

    /// <summary>Asks once.</summary>
    /// <exception cref="IOException">Nobody answers there, or not within the time, or not as a server does; the text says which.</exception>
    public static ProbeAnswer Ask(EndPoint server, TimeSpan within, EngineServices services)
    {
        using var link = new SocketLink(server);
        link.Connect(within, CancellationToken.None);
        link.Send(Frames.Of(FrameKind.Probe), default);
        var (answer, length, began) = (new byte[FrameHeader.Size + FrameHeader.HeadAtMost], 0, services.Time.GetTimestamp());
        try
        {
            while (true)
            {
                if (length >= FrameHeader.Size && FrameHeader.Read(answer, 0) is var header && length >= FrameHeader.Size + header.Head)
                    return Read(header, answer.AsSpan(FrameHeader.Size, header.Head));
                if (services.Time.GetElapsedTime(began) >= within)
                    throw new IOException($"no answer within {within.TotalSeconds:0.###} s");
                length += link.Receive(answer.AsSpan(length), Listen);
            }
        }
        catch (Exception exception) when (exception is WireException or CorruptDataException)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private static ProbeAnswer Read(in FrameHeader header, ReadOnlySpan<byte> head)
    {
        if (header.Kind == FrameKind.Probe)
            return ProbeAnswer.Read(head);
        var reader = new ByteReader(head);
        throw new WireException(header.Kind == FrameKind.Error ? reader.Text() : $"it answers with a frame of kind {header.Kind}");
    }
}
