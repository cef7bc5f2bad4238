using Windrow.Core.IO;

namespace Windrow.Core.Tests.Testing;

/// <summary>Two disks: what is below a directory, and everything else.</summary>
internal sealed class SplitFileSystem(string directory, IFileSystem below, IFileSystem other) : IFileSystem
{
    public FileEntry? Find(string path) => Of(path).Find(path);

    public IReadOnlyList<FileEntry> List(string directory, bool recursive = false) => Of(directory).List(directory, recursive);

    public IReadOnlyList<string> Directories(string directory) => Of(directory).Directories(directory);

    public void CreateDirectory(string path, bool isPrivate = false) => Of(path).CreateDirectory(path, isPrivate);

    public Stream OpenRead(string path) => Of(path).OpenRead(path);

    public IWritableFile OpenWrite(string path, bool append = false) => Of(path).OpenWrite(path, append);

    public void Move(string from, string to) => Of(from).Move(from, to);

    public void Delete(string path) => Of(path).Delete(path);

    public IDisposable Watch(string directory, bool recursive, System.Action<FileChange> changed) => Of(directory).Watch(directory, recursive, changed);

    public void ReplaceLink(string path, string target) => Of(path).ReplaceLink(path, target);

    public void SyncDirectory(string path) => Of(path).SyncDirectory(path);

    private IFileSystem Of(string path) => path.StartsWith(directory, StringComparison.Ordinal) ? below : other;
}
