using System.Text;
using System.Text.Json.Nodes;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.Payloads;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving;

/// <content>What becomes of a message: a file, and what was said of it.</content>
internal sealed partial class ServerAction
{
    private Failure? FileOf(Message message, out FileRecord file, out DatasetRecord dataset)
    {
        (file, dataset) = (null!, null!);
        message.Metadata.TryGetString("path", out var told);
        var path = (message.Payload as FilePayload)?.Path ?? told ?? "";
        if (message.Payload is not (FilePayload or BytesPayload))
            return Failure.Permanent("the message has no file to put into a dataset", "write 'read: file' in the source, or put an action in front that makes one");
        var name = message.Metadata.TryGetString("filename", out var given) ? given : Path.GetFileName(path);
        if (name.Length == 0)
            return Failure.Permanent("the file has no name: neither 'path' nor 'filename' is known of it", "put a set in front that sets 'filename'");
        string title;
        try
        {
            title = options.Dataset?.Compose(message.Metadata) ?? Path.GetFileName(Path.GetDirectoryName(path)) ?? "";
        }
        catch (PatternException exception)
        {
            return Failure.Permanent(exception.Message, "put a set in front, or correct 'dataset'", exception);
        }

        if (title.Length == 0)
            return Failure.Permanent("the file is in no directory that a dataset could be named by", "write 'dataset', such as 'dataset: uploads'");
        var now = plugIn.Services.Time.GetUtcNow();
        dataset = new DatasetRecord(ObjectIds.Of(default(MessageId).With(Encoding.UTF8.GetBytes($"dataset {title}"))), title, "", now, "");
        file = new FileRecord(ObjectIds.Of(message.Id), dataset.Id, name, _serving!.Types.Of(name), LengthOf(message.Payload), now, "");
        file = message.Payload is FilePayload left && options.Content == ContentPlace.InPlace ? file with { Path = left.Path } : Keep(file, message.Payload);
        return null;
    }

    private FileRecord Keep(FileRecord file, Payload payload)
    {
        var catalogue = _serving!.Catalogue;
        if (catalogue.Documents.Find(Shelves.Files, file.Id) is { } there)
            return there;
        using var writer = catalogue.Content.Begin(file.Id);
        if (payload is BytesPayload bytes)
        {
            writer.Write(bytes.Span);
        }
        else
        {
            using var stream = plugIn.Services.Files.OpenRead(((FilePayload)payload).Path);
            var buffer = new byte[1 << 17];
            for (int read; (read = stream.Read(buffer)) > 0;)
                writer.Write(buffer.AsSpan(0, read));
        }

        writer.Complete();
        return file with { Content = file.Id, Length = writer.Length };
    }

    private static long LengthOf(Payload payload) => payload is FilePayload file ? file.Length : payload.Bytes;

    // Those of later entries win, where an extractor has attached some twice.
    private Metadata Extracted(string file, Metadata metadata)
    {
        var all = new JsonObject();
        foreach (var entry in _serving!.Catalogue.MetadataOf(file))
        {
            if (entry.Extractor is { } extractor && entry.Content is JsonObject content)
                all[extractor] = content.DeepClone();
        }

        var builder = metadata.Change().Set("clowder.file", file);
        if (all.Count > 0)
            builder.Set("extracted", MetadataValue.Of(MetadataJson.Parse(Encoding.UTF8.GetBytes(all.ToJsonString()))));
        return builder.Build();
    }
}
