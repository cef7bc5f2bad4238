using System.Globalization;
using System.Runtime.InteropServices;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.File;

/// <summary>
/// Writes payloads to files. The first message for a path makes the file under another name, makes it durable and
/// renames it, so that a reader never sees half a product; further messages for the same path are added, and cut back
/// when they cannot be written whole. A flush makes everything durable.
/// </summary>
internal sealed class FileSink(FileSinkOptions options, PlugInContext context) : PlanAction
{
    private const int MaximumOpen = 64;

    private readonly IFileSystem _files = context.Services.Files;
    private readonly Dictionary<string, IWritableFile> _open = new(StringComparer.Ordinal);
    private readonly Queue<string> _openOrder = new();
    private readonly HashSet<string> _started = new(StringComparer.Ordinal);
    private readonly string _root = RootOf(options.Path!.Text, context);

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Process(Message message, Output output)
    {
        string path;
        try
        {
            path = PathOf(message);
        }
        catch (PatternException exception)
        {
            output.Fail(message, Failure.Permanent(exception.Message, "set the value before, or leave the field out of 'path'"));
            return;
        }

        if (!path.StartsWith(_root, StringComparison.Ordinal))
            output.Fail(message, Failure.Permanent($"the message's metadata lead to '{path}', outside of '{_root}'", "strip '/' and '..' from the values, for example with {name!R}"));
        else if (ReferenceEquals(message.Payload, Payload.None))
            output.Fail(message, Failure.Permanent("the message has no payload to write", "put an action that makes one, such as encode, in front of the file sink"));
        else
            Write(path, message, output);
    }

    public override void Flush(Message flush, Output output)
    {
        var directories = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, file) in _open)
        {
            file.Sync();
            directories.Add(Path.GetDirectoryName(path)!);
        }

        foreach (var directory in directories)
            _files.SyncDirectory(directory);
        output.Deliver(flush);
    }

    public override void Recover(Exception fault) => Close();

    public override void Close()
    {
        foreach (var file in _open.Values)
            file.Dispose();
        _open.Clear();
        _openOrder.Clear();
    }

    // Values may name files, not leave the directories that the pattern itself names.
    private static string RootOf(string pattern, PlugInContext context)
    {
        var field = pattern.IndexOf('{', StringComparison.Ordinal);
        var fixedPart = field < 0 ? pattern : pattern[..field];
        var slash = fixedPart.LastIndexOf('/');
        return Path.TrimEndingDirectorySeparator(context.FullPath(slash < 0 ? "." : fixedPart[..(slash + 1)])) + "/";
    }

    private string PathOf(Message message)
    {
        var path = context.FullPath(options.Path!.Compose(message.Metadata));
        return options.PerServer
            ? Path.Combine(Path.GetDirectoryName(path)!, string.Create(CultureInfo.InvariantCulture, $"windrow-{Environment.MachineName}-{Environment.ProcessId}-{Path.GetFileName(path)}"))
            : path;
    }

    private void Write(string path, Message message, Output output)
    {
        if (_started.Contains(path) || (options.Append && _files.Find(path) is not null))
            Add(path, message.Payload);
        else
            Publish(path, message.Payload);
        _started.Add(path);
        output.Deliver(message);
    }

    private void Publish(string path, Payload payload)
    {
        var directory = Path.GetDirectoryName(path)!;
        _files.CreateDirectory(directory);
        var draft = Path.Combine(directory, $".{Path.GetFileName(path)}.part");
        try
        {
            using (var file = _files.OpenWrite(draft))
            {
                WriteTo(file, payload);
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
    }

    private void Add(string path, Payload payload)
    {
        var file = Open(path);
        var length = file.Length;
        try
        {
            WriteTo(file, payload);
        }
        catch (IOException)
        {
            file.Truncate(length);
            throw;
        }
    }

    private IWritableFile Open(string path)
    {
        if (_open.TryGetValue(path, out var file))
            return file;
        if (_open.Count >= MaximumOpen)
        {
            var oldest = _openOrder.Dequeue();
            _open.Remove(oldest, out var closing);
            closing!.Sync();
            closing.Dispose();
        }

        file = _files.OpenWrite(path, append: true);
        _open.Add(path, file);
        _openOrder.Enqueue(path);
        return file;
    }

    private void WriteTo(IWritableFile file, Payload payload)
    {
        switch (payload)
        {
            case BytesPayload bytes:
                file.Write(bytes.Span);
                break;
            case FieldPayload { Precision: Precision.Double } field:
                file.Write(MemoryMarshal.AsBytes(field.Doubles));
                break;
            case FieldPayload field:
                file.Write(MemoryMarshal.AsBytes(field.Singles));
                break;
            case FilePayload source:
                Copy(source.Path, file);
                break;
            default:
                throw new FailureException(Failure.Permanent($"a payload of type {payload.GetType().Name} cannot be written to a file"));
        }
    }

    private void Copy(string from, IWritableFile to)
    {
        using var stream = _files.OpenRead(from);
        using var buffer = NativeBufferPool.Shared.Rent(1 << 20);
        for (var read = stream.Read(buffer.GetSpan()); read > 0; read = stream.Read(buffer.GetSpan()))
            to.Write(buffer.GetSpan()[..read]);
    }
}
