using Windrow.Core.Binary;
using Windrow.Core.Messages;

namespace Windrow.Fields.Transport.Wire;

/// <summary>Puts frames together that have no payload, and tells which kind of frame a message is.</summary>
internal static class Frames
{
    /// <summary>Appends a frame that is its head alone.</summary>
    public static void Write(ByteWriter writer, FrameKind kind, ByteWriter head)
    {
        Span<byte> header = stackalloc byte[FrameHeader.Size];
        new FrameHeader(kind, 0, head.Length, 0, 0).Write(header);
        writer.Append(header);
        writer.Append(head.Written);
    }

    public static byte[] Of(FrameKind kind, System.Action<ByteWriter>? write = null)
    {
        var (frame, head) = (new ByteWriter(), new ByteWriter());
        write?.Invoke(head);
        Write(frame, kind, head);
        return frame.Written.ToArray();
    }

    /// <summary>The frame of a message. False: messages of this kind are not sent.</summary>
    public static bool TryKindOf(MessageKind message, out FrameKind kind)
    {
        kind = message switch
        {
            MessageKind.Field => FrameKind.Field,
            MessageKind.Domain => FrameKind.Domain,
            MessageKind.Mask => FrameKind.Mask,
            MessageKind.Parametrization => FrameKind.Parametrization,
            MessageKind.Flush => FrameKind.Flush,
            MessageKind.Notification => FrameKind.Notification,
            _ => 0,
        };
        return kind != 0;
    }

    public static MessageKind MessageOf(FrameKind kind) => kind switch
    {
        FrameKind.Domain => MessageKind.Domain,
        FrameKind.Mask => MessageKind.Mask,
        FrameKind.Parametrization => MessageKind.Parametrization,
        FrameKind.Flush => MessageKind.Flush,
        FrameKind.Notification => MessageKind.Notification,
        _ => MessageKind.Field,
    };
}
