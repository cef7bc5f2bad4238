using Windrow.Core.Binary;

namespace Windrow.Fields.Transport.Wire;

/// <summary>A client's first frame.</summary>
/// <param name="Session">Drawn when the client's process began; the same over all its connections to one server.</param>
/// <param name="Sent">Number of the last frame that it has sent on any connection; 0: this is its first.</param>
/// <param name="First">Number of the first frame that it still has.</param>
/// <param name="Window">Bytes that it keeps for sending again; 0: none. It wants to hear of what arrived before they are used up.</param>
internal sealed record Hello(Peer Peer, ulong Session, ulong Sent, ulong First, long Window)
{
    /// <summary>Of the protocol. Ends of different versions do not talk to each other.</summary>
    public const int Version = 1;

    public void Write(ByteWriter writer)
    {
        writer.Int32(Version);
        writer.Text(Peer.Group);
        writer.Int64(Peer.Id);
        writer.Int32(Peer.Size);
        writer.UInt64(Session);
        writer.UInt64(Sent);
        writer.UInt64(First);
        writer.Int64(Window);
    }

    /// <exception cref="WireException">It is of another version, or cannot be.</exception>
    /// <exception cref="CorruptDataException">It ends too early.</exception>
    public static Hello Read(ReadOnlySpan<byte> head)
    {
        var reader = new ByteReader(head);
        var version = reader.Int32();
        if (version != Version)
            throw new WireException($"the client speaks version {version} of the transport, this server version {Version}; use the same version of Windrow on both sides");
        var hello = new Hello(new Peer(reader.Text(), reader.Int64(), reader.Int32()), reader.UInt64(), reader.UInt64(), reader.UInt64(), reader.Int64());
        if (hello.Peer.Group.Length is 0 or > 256 || hello.Peer.Id < 0 || hello.Peer.Size is < 0 or > 1_000_000 || hello.Window < 0 || hello.First > hello.Sent + 1)
            throw new WireException("a hello that cannot be");
        return hello;
    }
}
