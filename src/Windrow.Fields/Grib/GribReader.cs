using Windrow.Core.Messages;
using Windrow.Core.Sources;
using Windrow.Fields.Grib.Framing;
using Windrow.Fields.Grib.Sections;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib;

/// <summary>
/// Reads GRIB messages of either edition from a file or stream, whatever stands between them. A damaged message costs
/// that message only.
/// </summary>
public sealed class GribReader : ContentReader
{
    private readonly GribReadOptions _options;

    public GribReader()
        : this(GribReadOptions.Default)
    {
    }

    public GribReader(GribReadOptions options) => _options = options;

    public override string Name => "grib";

    /// <summary>By the mark at its beginning, the name's ending, or arkimet's container mark.</summary>
    public override bool Recognises(string path, ReadOnlySpan<byte> head) =>
        head.StartsWith("GRIB"u8) || HasEnding(path) || (head.StartsWith("MD"u8) && path.EndsWith(".arkimet", StringComparison.OrdinalIgnoreCase));

    public override async ValueTask<long> ReadAsync(ContentInput input, SourceContext context, CancellationToken stop)
    {
        var stream = input.Open();
        await using var closing = stream.ConfigureAwait(false);
        var rejects = new GribRejects(input, context, _options.RejectsPerInput);
        var reader = new GribStreamReader(stream, defect => rejects.Add(defect.Offset, defect.Reason), _options);
        var accepted = 0L;
        var messages = 0L;
        while (await reader.ReadAsync(stop).ConfigureAwait(false))
        {
            messages++;
            foreach (var message in Open(reader, input, context, rejects))
            {
                await Accept(message, input, context, stop).ConfigureAwait(false);
                accepted++;
            }
        }

        if (messages + rejects.Reported == 0 && reader.JunkBytes > 0)
            rejects.Add(0, "there is no GRIB message in it");
        rejects.Close();
        return accepted + rejects.Reported;
    }

    private static bool HasEnding(string path) => Path.GetExtension(path.AsSpan()) switch
    {
        ".grib" or ".grib1" or ".grib2" or ".grb" or ".grb1" or ".grb2" or ".grb1s" => true,
        _ => false,
    };

    /// <summary>The fields of the message at hand: one, as a rule.</summary>
    private static IEnumerable<Message> Open(GribStreamReader reader, ContentInput input, SourceContext context, GribRejects rejects)
    {
        var offset = reader.Frame.Offset;
        if (!GribSections.TryParse(reader.Message.Span, out var sections, out _) || sections.Fields < 2)
        {
            if (Open(reader.Message, offset, input, context, rejects) is { } message)
                yield return message;
            yield break;
        }

        var splitter = new GribFieldSplitter(reader.Message);
        GribDefect? defect;
        while (splitter.TryNext(out var field, out var within, out defect))
        {
            if (Open(field, offset + within, input, context, rejects) is { } message)
                yield return message;
        }

        if (defect is not null)
            rejects.Add(offset + defect.Offset, defect.Reason);
    }

    private static Message? Open(ReadOnlyMemory<byte> octets, long offset, ContentInput input, SourceContext context, GribRejects rejects)
    {
        if (GribContent.TryCopy(octets.Span, isFresh: false, out var payload, out var tail, out var defect))
            return new Message(MessageKind.Field, input.Metadata.WithTail(tail), payload!, input.At(context.Name, offset));
        rejects.Add(offset, defect!.Offset == 0 ? defect.Reason : $"{defect.Reason} ({defect.Offset} bytes into the message)");
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
}
