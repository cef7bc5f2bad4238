using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Windrow.Core;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Exec.Workers.Exchange;

namespace Windrow.Exec.Workers.Protocol;

/// <summary>Writes what the engine says to a worker, one JSON object in a line. For one thread at a time.</summary>
internal sealed class WorkerWriter : IDisposable
{
    public const int Version = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly byte[] NewLine = [(byte)'\n'];
    private static readonly MetadataKey Columns = "Ni";
    private static readonly MetadataKey Rows = "Nj";

    private readonly ArrayBufferWriter<byte> _lines = new(4_096);
    private readonly Utf8JsonWriter _json;

    public WorkerWriter() => _json = new Utf8JsonWriter(_lines, Options);

    /// <summary>The lines that were written and not taken.</summary>
    public ReadOnlyMemory<byte> Lines => _lines.WrittenMemory;

    public void Clear() => _lines.ResetWrittenCount();

    public void Dispose() => _json.Dispose();

    public void Hello(string action)
    {
        Begin("hello");
        _json.WriteNumber("protocol", Version);
        _json.WriteString("engine", $"windrow {ThisProgram.Version}");
        _json.WriteString("action", action);
        End();
    }

    public void Stop()
    {
        Begin("stop");
        End();
    }

    public void Buffer(ExchangeBuffer buffer)
    {
        Begin("buffer");
        WriteBuffer(buffer);
        End();
    }

    /// <summary>Answers whether a member is new, and which value the set has for it.</summary>
    public void Keep(bool isNew, string value)
    {
        Begin("keep");
        _json.WriteBoolean("new", isNew);
        _json.WriteString("value", value);
        End();
    }

    /// <summary>Answers with the members of a set.</summary>
    public void Kept(IReadOnlyList<(string Id, string Value)> members)
    {
        Begin("kept");
        _json.WriteStartArray("members");
        foreach (var (id, value) in members)
        {
            _json.WriteStartArray();
            _json.WriteStringValue(id);
            _json.WriteStringValue(value);
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
        End();
    }

    public void Count(long count)
    {
        Begin("count");
        _json.WriteNumber("count", count);
        End();
    }

    /// <param name="task">What the worker is to work on.</param>
    /// <param name="payload">What is in the task's buffer, or the file.</param>
    /// <param name="missing">What stands for a point without a value; null: nothing.</param>
    /// <param name="forget">Buffers that are no more.</param>
    public void Message(WorkerTask task, Payload payload, double? missing, List<long> forget)
    {
        var message = task.Message;
        Begin("message");
        _json.WriteNumber("number", task.Number);
        _json.WriteString("id", message.Id.ToString());
        _json.WriteString("kind", KindName.Of(message.Kind));
        _json.WriteString("origin", message.Origin.ToString());
        _json.WritePropertyName("metadata");
        MetadataJson.Write(_json, task.Told);
        WriteTimes(task.Told);
        if (payload is FilePayload file)
            WriteFile(file);
        else if (task.Input is not null)
            WritePayload(task, payload, missing);
        if (forget.Count > 0)
        {
            _json.WriteStartArray("forget");
            foreach (var number in forget)
                _json.WriteNumberValue(number);
            _json.WriteEndArray();
        }

        End();
    }

    private void WriteFile(FilePayload file)
    {
        _json.WriteStartObject("payload");
        _json.WriteString("type", "file");
        _json.WriteString("path", file.Path);
        _json.WriteNumber("bytes", file.Length);
        _json.WriteEndObject();
    }

    private void WritePayload(WorkerTask task, Payload payload, double? missing)
    {
        _json.WriteStartObject("payload");
        _json.WriteString("type", PayloadType.Of(payload));
        WriteBuffer(task.Input!);
        _json.WriteNumber("offset", 0);
        _json.WriteNumber("bytes", payload.Bytes);
        if (payload is FieldPayload field)
        {
            _json.WriteStartArray("shape");
            if (task.Metadata.TryGetInt64(Rows, out var rows) && task.Metadata.TryGetInt64(Columns, out var columns) && rows > 0 && columns > 0 && field.Count / columns == rows && field.Count % columns == 0)
            {
                _json.WriteNumberValue(rows);
                _json.WriteNumberValue(columns);
            }
            else
            {
                _json.WriteNumberValue(field.Count);
            }

            _json.WriteEndArray();
            if (missing is { } mark)
            {
                _json.WritePropertyName("missing");
                MetadataJson.Write(_json, mark);
            }
        }

        _json.WriteEndObject();
    }

    // JSON has no times: these are the names of texts that are some.
    private void WriteTimes(Metadata metadata)
    {
        var isOpen = false;
        foreach (var (key, value) in metadata)
        {
            if (value.Type != MetadataType.Timestamp)
                continue;
            if (!isOpen)
                _json.WriteStartArray("times");
            isOpen = true;
            _json.WriteStringValue(key.Name);
        }

        if (isOpen)
            _json.WriteEndArray();
    }

    private void WriteBuffer(ExchangeBuffer buffer)
    {
        _json.WriteNumber("buffer", buffer.Number);
        _json.WriteString("path", buffer.Path);
        _json.WriteNumber("capacity", buffer.Capacity);
    }

    private void Begin(string type)
    {
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("type", type);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _lines.Write(NewLine);
    }
}
