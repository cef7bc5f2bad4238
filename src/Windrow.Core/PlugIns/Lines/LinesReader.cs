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
        using var stream = input.Open();
        var buffer = new LineBuffer(MaximumLine);
        var line = 0L;
        var count = 0L;
        int read;
        do
        {
            read = await stream.ReadAsync(buffer.Room(), stop).ConfigureAwait(false);
            buffer.Add(read);
            while (buffer.TryTake(isLast: read == 0, out var text))
            {
                line++;
                if (IsBlank(text.Span))
                    continue;
                count++;
                if (ReadLine(text.Span, line, input, context) is { } message)
                    await context.AcceptAsync(message, input.Receipt, stop).ConfigureAwait(false);
            }

            if (buffer.SkipTooLong())
            {
                Reject(input, line + 1, context, $"the line is longer than {MaximumLine >> 20} MiB");
                count++;
            }
        }
        while (read > 0);
        return count;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line)
    {
        foreach (var letter in line)
        {
            if (letter is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                return false;
        }

        return true;
    }

    // Null: it is no message, and was rejected.
    private Message? ReadLine(ReadOnlySpan<byte> text, long line, ContentInput input, SourceContext context)
    {
        Metadata metadata;
        try
        {
            metadata = MetadataJson.Parse(text);
        }
        catch (JsonException exception)
        {
            Reject(input, line, context, exception.Message);
            return null;
        }

        if (input.Metadata.Count > 0)
        {
            var builder = input.Metadata.Change();
            foreach (var (key, value) in metadata)
                builder.Set(key, value);
            metadata = builder.Build();
        }

        return new Message(kind, metadata, Payload.None, input.At(context.Name, line));
    }

    private static void Reject(ContentInput input, long line, SourceContext context, string why) => context.Reject(
        input.At(context.Name, line), Failure.Permanent($"line {line} is not a JSON object: {why}", "write one object {…} in each line"), input.Receipt);
}
