// The one place where the real file system is touched.
#pragma warning disable RS0030

// open(2), fsync(2), modes of directories: all of it is for Linux.
#pragma warning disable CA1416

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Windrow.Core.IO;

/// <summary>The file system of this machine.</summary>
public sealed partial class PhysicalFileSystem : IFileSystem
{
    private static readonly EnumerationOptions EveryEntry = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public FileEntry? Find(string path)
    {
        FileSystemInfo info = new FileInfo(path);
        if (info.Exists)
            return Entry(info);
        info = new DirectoryInfo(path);
        return info.Exists ? Entry(info) : null;
    }

    public IReadOnlyList<FileEntry> List(string directory, bool recursive = false)
    {
        var entries = new List<FileEntry>();
        var top = new DirectoryInfo(directory);
        var real = Real(top, top.FullName) ?? top.FullName;
        List(top, real, recursive ? [real] : null, entries);
        entries.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return entries;
    }

    public IReadOnlyList<string> Directories(string directory)
    {
        var names = new List<string>();
        foreach (var info in new DirectoryInfo(directory).EnumerateDirectories("*", EveryEntry))
        {
            if (info.LinkTarget is null)
                names.Add(info.Name);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    // Links to directories are followed, but into each directory once: one that leads back would have no end.
    private static void List(DirectoryInfo directory, string real, HashSet<string>? seen, List<FileEntry> entries)
    {
        foreach (var info in directory.EnumerateFileSystemInfos("*", EveryEntry))
        {
            if (info is FileInfo { Exists: true } file)
                entries.Add(Entry(file));
            if (info is not DirectoryInfo below || seen is null)
                continue;
            if (Real(below, Path.Combine(real, below.Name)) is { } target && seen.Add(target))
                List(below, target, seen, entries);
        }
    }

    private static string? Real(DirectoryInfo directory, string otherwise)
    {
        if (directory.LinkTarget is null)
            return otherwise;
        try
        {
            return directory.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target ? target.FullName : null;
        }
        catch (IOException)
        {
            return null; // of links that lead to each other
        }
    }

    public void CreateDirectory(string path, bool isPrivate = false)
    {
        // A new directory is durable when the one that it is in has been synced.
        var missing = new Stack<string>();
        for (var each = Path.GetFullPath(path); !Directory.Exists(each); each = Path.GetDirectoryName(each)!)
            missing.Push(each);
        if (missing.Count > 0 && isPrivate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            Directory.CreateDirectory(path, OwnerOnly);
        }
        else
        {
            Directory.CreateDirectory(path);
        }

        while (missing.TryPop(out var made))
            SyncDirectory(Path.GetDirectoryName(made)!);
    }

    public Stream OpenRead(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    public IWritableFile OpenWrite(string path, bool append = false) => new PhysicalFile(path, append);

    public void Move(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public IDisposable Watch(string directory, bool recursive, System.Action<FileChange> changed)
    {
        var watcher = new FileSystemWatcher(directory) { IncludeSubdirectories = recursive, InternalBufferSize = 64 << 10 };
        watcher.Created += (_, change) => changed(new FileChange(change.FullPath, IsMovedIn: false));
        watcher.Changed += (_, change) => changed(new FileChange(change.FullPath, IsMovedIn: false));
        watcher.Renamed += (_, change) => changed(new FileChange(change.FullPath, IsMovedIn: true));
        watcher.Error += (_, _) => changed(new FileChange("", IsMovedIn: false));
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    public void ReplaceLink(string path, string target)
    {
        // .NET takes a link to a directory for the directory, and does not rename it.
        var temporary = $"{path}.{Guid.NewGuid():N}";
        if (Link(target, temporary) != 0)
            throw new IOException($"Cannot make the link '{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        if (Rename(temporary, path) == 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        _ = Unlink(temporary);
        throw new IOException($"Cannot replace the link '{path}': {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    public void SyncDirectory(string path)
    {
        // .NET opens no directories; open(2) and fsync(2) do.
        var descriptor = Open(path, 0);
        if (descriptor < 0)
            throw new IOException($"Cannot open the directory '{path}' to make it durable: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Sync(handle) != 0)
            throw new IOException($"Cannot make the directory '{path}' durable: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    private static FileEntry Entry(FileSystemInfo info) =>
        new(info.FullName, info is FileInfo file ? file.Length : 0, info.LastWriteTimeUtc, info is DirectoryInfo) { Mode = info.UnixFileMode, LinkTarget = info.LinkTarget };

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "symlink", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string target, string path);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);
}
