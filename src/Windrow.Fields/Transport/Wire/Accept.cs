using Windrow.Core.Binary;

namespace Windrow.Fields.Transport.Wire;

/// <summary>A server's first frame.</summary>
/// <param name="IsKnown">The session has been here before; false: it is new to this server, which may have started again.</param>
/// <param name="State">Where the session stands.</param>
/// <param name="ReceivedCost">What the frames so far have counted against the credit; see <see cref="FrameCost"/>.</param>
internal sealed record Accept(bool IsKnown, Ack State, long ReceivedCost)
{
    public const int Size = FrameHeader.Size + 4 + 1 + Ack.Length + 8;

    public void Write(ByteWriter writer)
    {
        writer.Int32(Hello.Version);
        writer.Flag(IsKnown);
        State.Write(writer);
        writer.Int64(ReceivedCost);
    }

    /// <exception cref="WireException">It is of another version.</exception>
    /// <exception cref="CorruptDataException">It ends too early.</exception>
    public static Accept Read(ReadOnlySpan<byte> head)
    {
        var reader = new ByteReader(head);
        var version = reader.Int32();
        return version == Hello.Version
            ? new Accept(reader.Flag(), Ack.Read(ref reader), reader.Int64())
            : throw new WireException($"the server speaks version {version} of the transport, this client version {Hello.Version}; use the same version of Windrow on both sides");
    }
}
