using System.Buffers;
using System.Text.Json;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Publish;

/// <summary>Writes one JSON object per message: id, kind, origin and metadata. An announcement: at least once, with a stable id.</summary>
internal sealed class PublishSink(PublishOptions options, PlugInContext context) : PlanAction
{
    private static readonly byte[] NewLine = [(byte)'\n'];

    private readonly MetadataKey[] _keys = [.. options.Keys.Select(static key => (MetadataKey)key)];
    private readonly ArrayBufferWriter<byte> _line = new();
    private IWritableFile? _file;

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Process(Message message, Output output)
    {
        _line.Clear();
        using (var writer = new Utf8JsonWriter(_line, MetadataJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("id", message.Id.ToString());
            writer.WriteString("kind", message.Kind.ToString().ToLowerInvariant());
            writer.WriteString("origin", message.Origin.ToString());
            writer.WritePropertyName("metadata");
            MetadataJson.Write(writer, _keys.Length == 0 ? message.Metadata.Materialise([]) : message.Metadata.Pick(_keys));
            writer.WriteEndObject();
        }

        _line.Write(NewLine);
        Write(_line.WrittenSpan);
        output.Deliver(message);
    }

    public override void Flush(Message flush, Output output)
    {
        _file?.Sync();
        output.Deliver(flush);
    }

    public override void Recover(Exception fault) => Close();

    public override void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Write(ReadOnlySpan<byte> line)
    {
        if (options.Path == "-")
        {
            context.Services.StandardOutput().Write(line);
            return;
        }

        _file ??= context.Services.Files.OpenWrite(context.FullPath(options.Path), append: true);
        var length = _file.Length;
        try
        {
            _file.Write(line);
        }
        catch (IOException)
        {
            // Half a line would spoil the next one.
            _file.Truncate(length);
            throw;
        }
    }
}
