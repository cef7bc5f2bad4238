using System.Runtime.InteropServices;
using System.Text.Json;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Exec.Programs;
using Windrow.Exec.Workers.Exchange;

namespace Windrow.Exec.Workers.Protocol;

/// <summary>Reads what a worker says of a result. What it does not say is as in the message that it worked on.</summary>
internal sealed class ResultReader(StoredFormats formats, IFileSystem files, ExchangePool exchange)
{
    // A buffer costs a descriptor and a mapping, of which a process has not so many; what is small, or comes when many wait
    // somewhere behind, is copied.
    private const int Small = 256 << 10;
    private const int MostLent = 512;

    /// <exception cref="ProtocolException">It does not follow the protocol.</exception>
    /// <exception cref="FailureException">Its content is wrong.</exception>
    public Product Read(WorkerTask task, JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object)
            throw new ProtocolException("a result is an object");
        var kind = task.Message.Kind;
        if (result.TryGetProperty("kind", out var name) && !KindName.TryParse(name.ToString(), out kind))
            throw new ProtocolException($"'{name}' is no kind of a message");

        // Before the payload is taken, as it may be wrong.
        var isSame = !result.TryGetProperty("payload", out var payload);
        var metadata = ReadMetadata(isSame ? task.Message.Metadata : task.Metadata, result);
        if (isSame)
            return new Product(kind, metadata, null);
        if (payload.ValueKind == JsonValueKind.Null)
            return new Product(kind, metadata.WithTail(null), Payload.None);
        if (payload.ValueKind != JsonValueKind.Object)
            throw new ProtocolException("a payload is an object, or null");
        var read = ReadPayload(task, payload, ref metadata);
        return new Product(kind, metadata, read);
    }

    private static Metadata ReadMetadata(Metadata before, JsonElement result)
    {
        if (result.TryGetProperty("inherit", out var inherit) && inherit.ValueKind == JsonValueKind.False)
            before = Metadata.Empty;
        if (!result.TryGetProperty("metadata", out var changes))
            return before;
        if (changes.ValueKind != JsonValueKind.Object)
            throw new ProtocolException("metadata are an object");
        var builder = before.Change();
        try
        {
            foreach (var (key, value) in MetadataJson.Parse(JsonMarshal.GetRawUtf8Value(changes)))
                builder.Set(key, value);
        }
        catch (JsonException exception)
        {
            throw new ProtocolException($"metadata: {exception.Message}", exception);
        }

        foreach (var property in changes.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null && property.Name.Length > 0)
                builder.Remove(property.Name);
        }

        if (result.TryGetProperty("times", out var times) && times.ValueKind == JsonValueKind.Array)
        {
            foreach (var time in times.EnumerateArray())
            {
                if (changes.TryGetProperty(time.ToString(), out var text) && TimeText.TryParse(text.ToString(), out var utc))
                    builder.Set(time.ToString(), utc);
                else
                    throw new ProtocolException($"'{time}' of the metadata is no time, such as 2026-11-20T06:00:00Z");
            }
        }

        return builder.Build();
    }

    private Payload ReadPayload(WorkerTask task, JsonElement payload, ref Metadata metadata)
    {
        var type = payload.TryGetProperty("type", out var given) ? given.ToString() : PayloadType.Bytes;
        if (type == PayloadType.File)
            return ReadFile(payload);
        if (payload.TryGetProperty("data", out var data))
            return data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out var bytes) ? Convert(type, bytes, ref metadata) : throw new ProtocolException("the 'data' of a payload are text in base64");
        var (number, offset, length) = (Number(payload, "buffer", -1), Number(payload, "offset", 0), Number(payload, "bytes", -1));
        var buffer = task.Take(number) ?? throw new ProtocolException($"buffer {number} is not the worker's to give");
        try
        {
            if (offset < 0 || length < 0 || offset > buffer.Capacity || length > buffer.Capacity - offset)
                throw new ProtocolException($"{length} bytes at {offset} do not lie in buffer {number}, which has {buffer.Capacity}");
            return Over(type, buffer, (int)offset, (int)length, ref metadata);
        }
        catch
        {
            buffer.Return();
            throw;
        }
    }

    // What can stay where it is does.
    private unsafe Payload Over(string type, ExchangeBuffer buffer, int offset, int length, ref Metadata metadata)
    {
        var size = type switch { PayloadType.Doubles => sizeof(double), PayloadType.Singles => sizeof(float), _ => 1 };
        if (offset % size != 0 || length % size != 0)
            throw new ProtocolException($"{length} bytes at {offset} are no values of {type}");
        var isCopied = length < Small || exchange.Lent > MostLent;
        switch (type)
        {
            case PayloadType.Bytes when !isCopied:
                return new BytesPayload(buffer.Memory.Slice(offset, length), buffer);
            case PayloadType.Doubles or PayloadType.Singles when !isCopied:
                return FieldPayload.Over((byte*)buffer.Address + offset, size == sizeof(double) ? Precision.Double : Precision.Single, length / size, buffer);
            default:
                var payload = Convert(type, buffer.GetSpan().Slice(offset, length), ref metadata);
                buffer.Return();
                return payload;
        }
    }

    private Payload Convert(string type, ReadOnlySpan<byte> bytes, ref Metadata metadata)
    {
        if (type == PayloadType.Bytes)
            return BytesPayload.Copy(bytes);
        var name = type switch { PayloadType.Doubles => "doubles", PayloadType.Singles => "singles", _ => type };
        if (!formats.TryGetPayload(name, out var format))
            throw new ProtocolException($"'{type}' is no type of a payload");
        var buffer = NativeBufferPool.Shared.Rent(bytes.Length);
        bytes.CopyTo(buffer.GetSpan());
        try
        {
            var payload = format.Read(buffer, bytes.Length, out var tail);
            if (tail is not null)
                metadata = metadata.WithTail(tail);
            return payload;
        }
        catch (CorruptDataException exception)
        {
            throw new FailureException(Failure.Permanent($"what the worker made is wrong: {exception.Message}", "see what it writes"));
        }
    }

    private FilePayload ReadFile(JsonElement payload)
    {
        var path = payload.TryGetProperty("path", out var given) ? given.ToString() : "";
        if (!Path.IsPathRooted(path))
            throw new ProtocolException($"'{path}' is no full path of a file");
        return files.Find(path) is { IsDirectory: false } file
            ? new FilePayload(path, file.Length)
            : throw new FailureException(Failure.Permanent($"the worker's file '{path}' is not there", "let the worker name a file that it has written"));
    }

    private static long Number(JsonElement element, string name, long otherwise) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : otherwise;
}
