using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Sources;
using Windrow.Fields.Grib.Framing;

namespace Windrow.Fields.Grib;

/// <summary>
/// Reads GRIB messages of either edition from a file or stream, whatever stands between them. A damaged message costs
/// that message only.
/// </summary>
public sealed class GribReader : ContentReader
{
    public override string Name => "grib";

    /// <summary>By the mark at its beginning, the name's ending, or arkimet's container mark.</summary>
    public override bool Recognises(string path, ReadOnlySpan<byte> head) =>
        head.StartsWith("GRIB"u8) || HasEnding(path) || (head.StartsWith("MD"u8) && path.EndsWith(".arkimet", StringComparison.OrdinalIgnoreCase));

    public override async ValueTask<long> ReadAsync(ContentInput input, SourceContext context, CancellationToken stop)
    {
        var stream = input.Open();
        await using var closing = stream.ConfigureAwait(false);
        var rejected = 0L;
        var reader = new GribStreamReader(stream, defect =>
        {
            rejected++;
            Reject(input, context, defect.Offset, defect.Reason);
        });
        var count = 0L;
        while (await reader.ReadAsync(stop).ConfigureAwait(false))
        {
            count++;
            if (Open(reader, input, context) is { } message)
                await Accept(message, input, context, stop).ConfigureAwait(false);
        }

        if (count + rejected == 0 && reader.JunkBytes > 0)
        {
            Reject(input, context, 0, "there is no GRIB message in it");
            rejected++;
        }

        return count + rejected;
    }

    private static bool HasEnding(string path) => Path.GetExtension(path.AsSpan()) switch
    {
        ".grib" or ".grib1" or ".grib2" or ".grb" or ".grb1" or ".grb2" or ".grb1s" => true,
        _ => false,
    };

    private static Message? Open(GribStreamReader reader, ContentInput input, SourceContext context)
    {
        var offset = reader.Frame.Offset;
        if (GribContent.TryCopy(reader.Message.Span, out var payload, out var tail, out var defect))
            return new Message(MessageKind.Field, input.Metadata.WithTail(tail), payload!, new Origin(context.Name, input.Path, offset));
        Reject(input, context, offset + defect!.Offset, defect.Reason);
        return null;
    }

    private static async ValueTask Accept(Message message, ContentInput input, SourceContext context, CancellationToken stop)
    {
        try
        {
            await context.AcceptAsync(message, input.Receipt, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            message.Settle(Core.Deliveries.Outcome.Dropped);
            throw;
        }
    }

    private static void Reject(ContentInput input, SourceContext context, long offset, string reason) => context.Reject(
        new Origin(context.Name, input.Path, offset),
        Failure.Permanent($"at byte {offset}: {reason}", "the message is damaged or cut off; take it from its origin again"),
        input.Receipt);
}
