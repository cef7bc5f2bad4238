using Windrow.Core.IO;

namespace Windrow.Events.Clowder.Serving;

/// <summary>Bytes that are coming in.</summary>
internal sealed class ContentWriter(string id, IWritableFile file, IFileSystem files) : IDisposable
{
    private bool _isComplete;

    public string Id => id;

    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        Length += bytes.Length;
    }

    /// <summary>All of it is there, and durable.</summary>
    public void Complete()
    {
        file.Sync();
        file.Dispose();
        files.SyncDirectory(Path.GetDirectoryName(file.Path)!);
        _isComplete = true;
    }

    public void Dispose()
    {
        if (_isComplete)
            return;
        file.Dispose();
        files.Delete(file.Path);
    }
}
