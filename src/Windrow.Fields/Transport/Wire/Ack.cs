using Windrow.Core.Binary;

namespace Windrow.Fields.Transport.Wire;

/// <summary>Where a session stands at the server. Every figure only grows, so the newest says all that earlier ones did.</summary>
/// <param name="Received">Number of the last frame that has arrived.</param>
/// <param name="Released">Cost of the frames that take no memory any more.</param>
/// <param name="Limit">Cost of frames that may be sent in all.</param>
/// <param name="Durable">Number of the last flush that is durable with all before it.</param>
/// <param name="DeadLetters">Messages that the server, by that flush and since the session began, could not work on: of whichever client, as a field is made of the parts of many.</param>
internal readonly record struct Ack(ulong Received, long Released, long Limit, ulong Durable, long DeadLetters)
{
    public const int Length = 40;

    public void Write(ByteWriter writer)
    {
        writer.UInt64(Received);
        writer.Int64(Released);
        writer.Int64(Limit);
        writer.UInt64(Durable);
        writer.Int64(DeadLetters);
    }

    /// <exception cref="CorruptDataException">It ends too early.</exception>
    public static Ack Read(ref ByteReader reader) => new(reader.UInt64(), reader.Int64(), reader.Int64(), reader.UInt64(), reader.Int64());
}
