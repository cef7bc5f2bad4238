using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns.File;

namespace Windrow.Core.PlugIns.SingleField;

/// <summary>
/// Writes each field to a file of its own, named <c>&lt;root_path&gt;&lt;level&gt;::&lt;param&gt;::&lt;step&gt;</c> as by multio's sink of this name; a later field of
/// the same name takes the file's place. A file is written under another name, made durable and renamed, one at a time: no reader sees half of
/// it, and none stays open, where multio keeps one for every field.
/// </summary>
internal sealed class SingleFieldSink(SingleFieldOptions options, PlugInContext context) : PlanAction
{
    private readonly IFileSystem _files = context.Services.Files;
    private readonly MetadataSlot _level = new("level");
    private readonly MetadataSlot _param = new("param");
    private readonly MetadataSlot _paramId = new("paramId");
    private readonly MetadataSlot _step = new("step");

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Process(Message message, Output output)
    {
        if (message.Kind is MessageKind.Notification or MessageKind.Parametrization)
        {
            output.Drop(message);
            return;
        }

        if (message.Kind != MessageKind.Field)
            output.Fail(message, Failure.Permanent($"single-field-sink writes fields, this is a {message.Kind}", "select fields in front of it"));
        else if (!TryName(message.Metadata, out var name, out var failure))
            output.Fail(message, failure!);
        else
            Write(message, name, output);
    }

    private void Write(Message message, string name, Output output)
    {
        var path = context.FullPath(options.Root + name);
        var directory = Path.GetDirectoryName(path)!;
        var draft = Path.Combine(directory, $".{Path.GetFileName(path)}.part");
        _files.CreateDirectory(directory);
        try
        {
            using (var file = _files.OpenWrite(draft))
            {
                PayloadWriter.Write(file, message.Payload, _files);
                file.Sync();
            }

            _files.Move(draft, path);
            _files.SyncDirectory(directory);
        }
        catch (IOException)
        {
            if (_files.Find(draft) is not null)
                _files.Delete(draft);
            throw;
        }

        output.Deliver(message);
    }

    private bool TryName(Metadata metadata, out string name, out Failure? failure)
    {
        (name, failure) = ("", null);
        if (!_level.TryGet(metadata, out var level) || !level.TryGetInt64(out var height))
            failure = Lacks("level", "as a whole number");
        else if (!_step.TryGet(metadata, out var step) || !step.TryGetInt64(out var number))
            failure = Lacks("step", "as a whole number");
        else if (!_param.TryGet(metadata, out var param) && !_paramId.TryGet(metadata, out param))
            failure = Lacks("param", "or paramId");
        else if (param.ToString() is var text && (text.Contains('/', StringComparison.Ordinal) || text.Contains('\0', StringComparison.Ordinal)))
            failure = Failure.Permanent($"the parameter '{text}' cannot be part of a file's name", "map it to another name in front");
        else
            name = string.Create(CultureInfo.InvariantCulture, $"{height}::{text}::{number}");
        return failure is null;
    }

    private static Failure Lacks(string key, string more) => Failure.Permanent($"the message has no '{key}' {more}, which the file's name is made of", $"put a 'set' action in front that sets '{key}'");
}
