using Windrow.Core.Errors;
using Windrow.Core.IO;

namespace Windrow.Core.Products;

/// <summary>The files that a sink has open, no more than a number at a time. For one thread.</summary>
/// <param name="mayDoubt">Whether a file whose last fsync failed is told at the next one, and not at once.</param>
internal sealed class OpenFiles(IFileSystem files, bool mayDoubt)
{
    private const int MaximumOpen = 64;

    private readonly Queue<OpenFile> _openOrder = new();

    /// <summary>Makes a file under another name, makes it durable and renames it, so that nobody sees half of it.</summary>
    public void Publish(OpenFile file, System.Action<IWritableFile> write)
    {
        Close(file);
        var directory = Path.GetDirectoryName(file.Path)!;
        files.CreateDirectory(directory);
        var draft = Path.Combine(directory, $".{Path.GetFileName(file.Path)}.part");
        long length;
        try
        {
            using (var open = files.OpenWrite(draft))
            {
                write(open);
                open.Sync();
                length = open.Length;
            }

            files.Move(draft, file.Path);
            files.SyncDirectory(directory);
        }
        catch (IOException)
        {
            if (files.Find(draft) is not null)
                files.Delete(draft);
            throw;
        }

        file.IsBegun = true;
        file.Length = length;
        file.Durable = length;
    }

    /// <summary>Writes behind what is there; what is not written whole is cut off.</summary>
    public void Add(OpenFile file, System.Action<IWritableFile> write)
    {
        var handle = Open(file);
        try
        {
            write(handle);
        }
        catch (IOException)
        {
            handle.Truncate(file.Length);
            throw;
        }

        file.Length = handle.Length;
    }

    /// <summary>Makes durable what was written.</summary>
    /// <param name="failure">Why it may be lost, from now or from when its handle was closed.</param>
    public static bool TrySync(OpenFile file, out Failure? failure)
    {
        (failure, file.Doubt) = (file.Doubt, null);
        if (failure is not null)
            return false;
        try
        {
            file.Handle?.Sync();
            file.Durable = file.Length;
            return true;
        }
        catch (IOException exception)
        {
            failure = Failure.From(exception);
            return false;
        }
    }

    /// <summary>The handle of a file, opened anew if it was closed; the one opened first gives way when there are too many.</summary>
    public IWritableFile Open(OpenFile file)
    {
        if (file.Handle is not null)
            return file.Handle;
        while (_openOrder.Count >= MaximumOpen)
            Close(_openOrder.Dequeue());
        if (files.Find(file.Path) is null)
            files.CreateDirectory(Path.GetDirectoryName(file.Path)!);
        file.Handle = files.OpenWrite(file.Path, append: true);
        _openOrder.Enqueue(file);
        return file.Handle;
    }

    /// <summary>Makes durable what was written, and gives the handle up.</summary>
    public void Close(OpenFile file)
    {
        if (file.Handle is not { } handle)
            return;
        file.Handle = null;
        using (handle)
        {
            try
            {
                handle.Sync();
            }
            catch (IOException exception) when (mayDoubt)
            {
                // Told at the next commit, to the messages whose bytes are in doubt.
                file.Doubt = Failure.From(exception);
            }
        }
    }
}
