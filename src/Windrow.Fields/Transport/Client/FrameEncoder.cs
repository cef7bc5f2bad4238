using Windrow.Core.Binary;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <summary>Writes frames for one connection. For one thread.</summary>
internal sealed class FrameEncoder
{
    private readonly MetadataStreamWriter _metadata = new();
    private readonly ByteWriter _head = new();

    /// <summary>Appends header and metadata of a frame; its payload belongs directly behind.</summary>
    /// <exception cref="ArgumentException">The metadata are larger than a frame may have.</exception>
    public void Write(ByteWriter into, SentFrame frame)
    {
        _head.Clear();
        _metadata.Write(_head, frame.Metadata);
        if (_head.Length > FrameHeader.HeadAtMost)
            throw new ArgumentException($"{_head.Length} bytes of metadata in one message; at most {FrameHeader.HeadAtMost} can be sent", nameof(frame));
        Span<byte> header = stackalloc byte[FrameHeader.Size];
        new FrameHeader(frame.Kind, frame.Form, _head.Length, frame.Bytes, frame.Sequence).Write(header);
        into.Append(header);
        into.Append(_head.Written);
    }
}
