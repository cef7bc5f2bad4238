using System.Text;
using Windrow.Core.IO;

namespace Windrow.Maps.Tests.Definitions;

/// <summary>A file system that holds one recipe, <c>/r/a.yaml</c>, for tests that read thousands.</summary>
internal sealed class TextFile(string text) : IFileSystem
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    public FileEntry? Find(string path) => path == "/r" ? new FileEntry(path, 0, default, IsDirectory: true) : null;

    public IReadOnlyList<FileEntry> List(string directory, bool recursive = false) => [new FileEntry("/r/a.yaml", _bytes.Length, default, IsDirectory: false)];

    public Stream OpenRead(string path) => new MemoryStream(_bytes);

    public IReadOnlyList<string> Directories(string directory) => throw new NotSupportedException();

    public void CreateDirectory(string path, bool isPrivate = false) => throw new NotSupportedException();

    public IWritableFile OpenWrite(string path, bool append = false) => throw new NotSupportedException();

    public void Move(string from, string to) => throw new NotSupportedException();

    public void Delete(string path) => throw new NotSupportedException();

    public IDisposable Watch(string directory, bool recursive, Action<FileChange> changed) => throw new NotSupportedException();

    public void ReplaceLink(string path, string target) => throw new NotSupportedException();

    public void SyncDirectory(string path) => throw new NotSupportedException();
}
