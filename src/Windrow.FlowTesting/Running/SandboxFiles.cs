// The sandbox is of the real file system, which has no other door for times of change.
#pragma warning disable RS0030

using Windrow.Core.IO;

namespace Windrow.FlowTesting.Running;

/// <summary>The file system as a flow under test sees it: changes are told at once and by the flow's own threads, not by the system some time later.</summary>
internal sealed class SandboxFiles(TimeProvider clock) : IFileSystem
{
    private readonly PhysicalFileSystem _inner = new();
    private readonly Lock _lock = new();
    private readonly List<Watching> _watches = [];

    /// <summary>Makes a directory for a test of its own.</summary>
    public static string NewDirectory() => Directory.CreateTempSubdirectory("windrow-flow-test-").FullName;

    public static void Remove(string directory) => Directory.Delete(directory, recursive: true);

    /// <summary>Removes directories in which there is nothing any more.</summary>
    public static void RemoveEmpty(string directory)
    {
        foreach (var below in Directory.GetDirectories(directory))
        {
            RemoveEmpty(below);
            if (Directory.GetFileSystemEntries(below).Length == 0)
                Directory.Delete(below);
        }
    }

    /// <summary>Lets a file appear, whole, as by a rename.</summary>
    public void Appear(string path, ReadOnlySpan<byte> content)
    {
        _inner.CreateDirectory(Path.GetDirectoryName(path)!);
        var hidden = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        File.WriteAllBytes(hidden, content);
        File.SetLastWriteTimeUtc(hidden, clock.GetUtcNow().UtcDateTime);
        Move(hidden, path);
    }

    /// <summary>Lets a copy of a file appear, whole, as old as that; a file system that can shares their blocks.</summary>
    public void Bring(FileEntry file, string path)
    {
        _inner.CreateDirectory(Path.GetDirectoryName(path)!);
        var hidden = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        File.Copy(file.Path, hidden, overwrite: true);
        File.SetLastWriteTimeUtc(hidden, file.Modified);
        Move(hidden, path);
    }

    /// <summary>Tells once more of a file that has appeared.</summary>
    public void TellAgain(string path) => Tell(path, isMovedIn: true);

    public FileEntry? Find(string path) => _inner.Find(path);

    public IReadOnlyList<FileEntry> List(string directory, bool recursive = false) => _inner.List(directory, recursive);

    public IReadOnlyList<string> Directories(string directory) => _inner.Directories(directory);

    public void CreateDirectory(string path, bool isPrivate = false) => _inner.CreateDirectory(path, isPrivate);

    public Stream OpenRead(string path) => _inner.OpenRead(path);

    public IWritableFile OpenWrite(string path, bool append = false) => new Writing(_inner.OpenWrite(path, append), this);

    public void Move(string from, string to)
    {
        _inner.Move(from, to);
        Tell(to, isMovedIn: true);
    }

    public void Delete(string path) => _inner.Delete(path);

    public IDisposable Watch(string directory, bool recursive, Action<FileChange> changed)
    {
        var watching = new Watching(this, Path.TrimEndingDirectorySeparator(directory), recursive, changed);
        lock (_lock)
            _watches.Add(watching);
        return watching;
    }

    public void ReplaceLink(string path, string target) => _inner.ReplaceLink(path, target);

    // A sandbox is removed after the test: that it outlives a power cut is of no use to anybody.
    public void SyncDirectory(string path)
    {
        if (_inner.Find(path) is null)
            throw new DirectoryNotFoundException($"there is no directory '{path}'");
    }

    private void Tell(string path, bool isMovedIn)
    {
        Watching[] watches;
        lock (_lock)
            watches = [.. _watches];
        foreach (var watching in watches)
            watching.Tell(path, isMovedIn);
    }

    private sealed class Watching(SandboxFiles files, string directory, bool recursive, Action<FileChange> changed) : IDisposable
    {
        public void Tell(string path, bool isMovedIn)
        {
            var of = Path.GetDirectoryName(path)!;
            if (of == directory || (recursive && of.StartsWith(directory + "/", StringComparison.Ordinal)))
                changed(new FileChange(path, isMovedIn));
        }

        public void Dispose()
        {
            lock (files._lock)
                files._watches.Remove(this);
        }
    }

    private sealed class Writing(IWritableFile inner, SandboxFiles files) : IWritableFile
    {
        public string Path => inner.Path;

        public long Length => inner.Length;

        public void Write(ReadOnlySpan<byte> bytes) => inner.Write(bytes);

        public void Truncate(long length) => inner.Truncate(length);

        public void Sync()
        {
        }

        public void Dispose()
        {
            inner.Dispose();
            files.Tell(inner.Path, isMovedIn: false);
        }
    }
}
