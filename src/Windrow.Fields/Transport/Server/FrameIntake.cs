using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;
using Windrow.Fields.Models;
using Windrow.Fields.Transport.Wire;
using Windrow.Fields.Values;

namespace Windrow.Fields.Transport.Server;

/// <summary>
/// Turns the frames of one connection into messages and offers them to the flow. For one thread at a time; the order of
/// frames is that of messages.
/// </summary>
internal sealed class FrameIntake(ClientSession session, ClientRegistry registry, SourceContext context, IModelDeclarations declarations)
{
    private readonly MetadataStreamReader _metadata = new(SourcePeer.Name, session.Name);

    /// <summary>A block for a frame's payload; null when it has none.</summary>
    public static NativeBuffer? Rent(in FrameHeader header) => header.Code == PayloadCode.None ? null : NativeBufferPool.Shared.Rent((int)header.Payload);

    /// <summary>Whether a Pull is for something to become durable, and not for room.</summary>
    /// <exception cref="CorruptDataException">It does not say it.</exception>
    public static bool IsForDurable(ReadOnlySpan<byte> pull)
    {
        var reader = new ByteReader(pull);
        return reader.Flag();
    }

    /// <summary>Takes a frame in that is here as a whole. Completes when the engine has it, which may wait for room.</summary>
    /// <param name="buffer">With the payload; the intake's from here on.</param>
    /// <exception cref="WireException">The frame is damaged or must not come; the connection is of no use any more.</exception>
    /// <exception cref="CorruptDataException">The same.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the frame was not taken.</exception>
    public ValueTask Take(in FrameHeader header, bool isNew, ReadOnlySpan<byte> head, NativeBuffer? buffer, CancellationToken stop)
    {
        Metadata metadata;
        Payload payload;
        IMetadataTail? tail;
        try
        {
            // Known frames too: what follows them builds on their keys.
            var reader = new ByteReader(head);
            metadata = _metadata.Read(ref reader);
            if (!reader.IsAtEnd)
                throw new WireException($"a frame of kind {header.Kind} has {reader.Remaining} bytes behind its metadata");
        }
        catch
        {
            buffer?.Return();
            throw;
        }

        if (!isNew)
        {
            buffer?.Return();
            return default;
        }

        payload = PayloadCode.Read(header.Code, buffer, (int)header.Payload, out tail);
        if (header.Kind is FrameKind.Open or FrameKind.Close)
        {
            payload.Release();
            session.Took(header);
            if (header.Kind == FrameKind.Close)
                registry.Closed(session);
            return default;
        }

        metadata = declarations.Complete(metadata);
        if (header.TakesTail)
            metadata = metadata.WithTail(tail);
        return Offer(header, new Message(
            Frames.MessageOf(header.Kind), metadata, payload, new Origin(context.Name, session.Name, (long)header.Sequence, session.Id)), stop);
    }

    private ValueTask Offer(in FrameHeader header, Message message, CancellationToken stop)
    {
        object receipt = message.Kind == MessageKind.Flush ? session.Expect(header) : session;
        var isStep = StepMeter.IsFor(message);
        var failure = isStep || message.Kind is MessageKind.Domain or MessageKind.Mask or MessageKind.Parametrization ? Declare(message) : null;

        // The metadata of the dead letter would be lost; its origin and the reason say which it was.
        if (failure is not null)
            context.Reject(message.Origin, failure);
        if (failure is not null || isStep)
        {
            var cost = FrameCost.Of(message.Payload.Bytes);
            message.Settle(failure is null ? Core.Deliveries.Outcome.Delivered : Core.Deliveries.Outcome.Dead);
            session.Release(cost);
            session.Took(header);
            return default;
        }

        var accepting = context.AcceptAsync(message, receipt, stop);
        if (!accepting.IsCompletedSuccessfully)
            return Wait(accepting, message, header);
        session.Took(header);
        return default;
    }

    private Failure? Declare(Message message)
    {
        try
        {
            return declarations.Take(message);
        }
        catch (Exception exception)
        {
            return Failure.From(exception);
        }
    }

    private async ValueTask Wait(ValueTask accepting, Message message, FrameHeader header)
    {
        try
        {
            await accepting.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            message.TakePayload().Release();
            throw;
        }

        session.Took(header);
    }
}
