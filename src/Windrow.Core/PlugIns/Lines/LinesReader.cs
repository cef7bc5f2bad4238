using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;

namespace Windrow.Core.PlugIns.Lines;

/// <summary>Reads JSON lines: each a message whose metadata the object is. Empty lines are nothing.</summary>
public sealed class LinesReader(MessageKind kind = MessageKind.Event) : ContentReader
{
    /// <summary>A longer line is refused: it is not a message.</summary>
    public const int MaximumLine = 16 << 20;

    public override string Name => "lines";

    public override bool Recognises(string path, ReadOnlySpan<byte> head) =>
        path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase);

    public override async ValueTask<long> ReadAsync(ContentInput input, SourceContext context, CancellationToken stop)
    {
        var reader = PipeReader.Create(input.Open());
        var line = 0L;
        var count = 0L;
        var skipping = false;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(stop).ConfigureAwait(false);
                var buffer = result.Buffer;
                while (TryCut(ref buffer, result.IsCompleted, out var text))
                {
                    line++;
                    if (skipping)
                        skipping = false;
                    else
                        count += await Offer(text, line, input, context, stop).ConfigureAwait(false);
                }

                if (!skipping && buffer.Length > MaximumLine)
                {
                    skipping = true;
                    Reject(input, line + 1, context, $"the line is longer than {MaximumLine >> 20} MiB");
                    count++;
                }

                if (result.IsCompleted)
                    return count;

                // While a line is skipped its bytes are given back at once, so that memory stays bounded.
                reader.AdvanceTo(skipping ? buffer.End : buffer.Start, buffer.End);
            }
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static bool TryCut(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        var end = buffer.PositionOf((byte)'\n');
        if (end is not null)
        {
            line = buffer.Slice(0, end.Value);
            buffer = buffer.Slice(buffer.GetPosition(1, end.Value));
            return true;
        }

        // Without a line feed it is a line only when nothing more can come.
        line = buffer;
        if (!isLast || line.IsEmpty)
            return false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private async ValueTask<int> Offer(ReadOnlySequence<byte> text, long line, ContentInput input, SourceContext context, CancellationToken stop)
    {
        var bytes = text.ToArray();
        if (bytes.AsSpan().TrimEnd("\r \t"u8).IsEmpty)
            return 0;
        Metadata metadata;
        try
        {
            metadata = MetadataJson.Parse(bytes);
        }
        catch (JsonException exception)
        {
            Reject(input, line, context, exception.Message);
            return 1;
        }

        if (input.Metadata.Count > 0)
        {
            var builder = input.Metadata.Change();
            foreach (var (key, value) in metadata)
                builder.Set(key, value);
            metadata = builder.Build();
        }

        await context.AcceptAsync(new Message(kind, metadata, Payload.None, input.At(context.Name, line)), input.Receipt, stop).ConfigureAwait(false);
        return 1;
    }

    private static void Reject(ContentInput input, long line, SourceContext context, string why) => context.Reject(
        input.At(context.Name, line), Failure.Permanent($"line {line} is not a JSON object: {why}", "write one object {…} in each line"), input.Receipt);
}
