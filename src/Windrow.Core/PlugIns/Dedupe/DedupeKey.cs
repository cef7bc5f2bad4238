using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.Payloads;

namespace Windrow.Core.PlugIns.Dedupe;

/// <summary>Makes one number of 128 bits of what messages are the same by.</summary>
internal sealed class DedupeKey(DedupeOptions options, IFileSystem files)
{
    private readonly MetadataKey[] _keys = [.. options.Key.Select(static key => (MetadataKey)key)];

    /// <summary>Tells keys of other options apart, which say nothing here.</summary>
    public MessageId Kind { get; } = default(MessageId)
        .With(Encoding.UTF8.GetBytes(string.Join('\n', options.Key)))
        .With(Encoding.UTF8.GetBytes(options.Pattern?.Text ?? ""))
        .With(options.Content ? 1UL : 0);

    /// <summary>Null: the message has no key, and the failure says why.</summary>
    /// <exception cref="IOException">The file that the message is about cannot be read.</exception>
    public MessageId? Of(Message message, out Failure? failure)
    {
        failure = null;
        var id = Kind;
        foreach (var key in _keys)
        {
            if (!message.Metadata.TryGet(key, out var value) || value.IsNone)
            {
                failure = Failure.Permanent($"the message has no '{key.Name}', which is part of the key of 'dedupe'", "select messages that have it, or set it before");
                return null;
            }

            id = id.With((ulong)value.Type).With(MemoryMarshal.AsBytes(value.ToString().AsSpan()));
        }

        try
        {
            if (options.Pattern is not null)
                id = id.With(MemoryMarshal.AsBytes(options.Pattern.Compose(message.Metadata).AsSpan()));
        }
        catch (PatternException exception)
        {
            failure = Failure.Permanent(exception.Message, "set the missing value before, or select messages that have it");
            return null;
        }

        return options.Content ? WithContent(id, message.Payload, out failure) : id;
    }

    // Cryptographic, as whoever sends files is not to choose which of them are the same.
    private MessageId? WithContent(MessageId id, Payload payload, out Failure? failure)
    {
        failure = null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        switch (payload)
        {
            case BytesPayload bytes:
                SHA256.HashData(bytes.Span, hash);
                break;
            case FieldPayload { Precision: Precision.Double } field:
                SHA256.HashData(MemoryMarshal.AsBytes(field.Doubles), hash);
                break;
            case FieldPayload field:
                SHA256.HashData(MemoryMarshal.AsBytes(field.Singles), hash);
                break;
            case FilePayload file:
                using (var stream = files.OpenRead(file.Path))
                    SHA256.HashData(stream, hash);
                break;
            default:
                failure = Failure.Permanent("the message has no content to compare", "leave 'content: true' out, or put 'dedupe' where messages have a payload");
                return null;
        }

        return id.With(hash);
    }
}
