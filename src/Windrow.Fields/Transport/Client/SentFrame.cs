using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <summary>
/// A frame as it is kept for sending again: not its bytes, as those build on what was sent on the same connection before.
/// </summary>
/// <param name="Payload">Held until the frame is not needed any more.</param>
internal sealed record SentFrame(FrameKind Kind, ulong Sequence, Metadata Metadata, Payload Payload, byte Form)
{
    public long Bytes => Payload.Bytes;

    public long Cost => FrameCost.Of(Payload.Bytes);

    public bool IsDeclaration => Kind is FrameKind.Domain or FrameKind.Mask or FrameKind.Parametrization;
}
