using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Cli.Taps;

/// <summary>
/// Takes pictures of messages that come to an action, one line of JSON each, for somebody who reads them. A message is left out, and counted,
/// when the reader is slow or a picture would hold up the flow: pictures take no more than a twentieth of the time.
/// </summary>
/// <param name="sample">Every how manieth message is looked at.</param>
internal sealed class MessageTap(int sample, TimeProvider time) : IMessageTap
{
    private const int Share = 20;
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);

    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(16);
    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _notBefore;
    private long _seen;
    private long _missed;

    public ChannelReader<byte[]> Lines => _lines.Reader;

    public void See(Message message)
    {
        if (Interlocked.Increment(ref _seen) % sample != 0)
            return;

        // One thread at a time takes pictures; others do not wait for it.
        if (!_lock.TryEnter())
        {
            Interlocked.Increment(ref _missed);
            return;
        }

        try
        {
            var begin = time.GetElapsedTime(_began);
            if (begin < _notBefore || _lines.Reader.Count >= 16)
            {
                Interlocked.Increment(ref _missed);
                return;
            }

            _lines.Writer.TryWrite(Picture(message, Interlocked.Exchange(ref _missed, 0)));
            var end = time.GetElapsedTime(_began);
            var pause = (end - begin) * Share;
            _notBefore = end + (pause > Least ? pause : Least);
        }
        finally
        {
            _lock.Exit();
        }
    }

    public void Ended() => _lines.Writer.TryComplete();

    private static byte[] Picture(Message message, long missed)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", message.Id.ToString());
            writer.WriteString("kind", message.Kind.ToString().ToLowerInvariant());
            writer.WriteString("origin", message.Origin.ToString());
            writer.WriteNumber("missed", missed);
            try
            {
                writer.WritePropertyName("metadata");
                MetadataJson.Write(writer, message.Metadata.Materialise([]));
                writer.WriteNumber("bytes", message.Payload.Bytes);
                FieldThumbnail.Write(writer, message);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // Whoever looks on must not make the flow fail.
                return Trouble(message, exception);
            }

            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static byte[] Trouble(Message message, Exception exception)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", message.Id.ToString());
            writer.WriteString("origin", message.Origin.ToString());
            writer.WriteString("trouble", exception.Message);
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }
}
