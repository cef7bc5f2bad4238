namespace Windrow.Core.IO;

/// <summary>A file of this machine, open for writing at its end, without a buffer of its own.</summary>
internal sealed class PhysicalFile : IWritableFile
{
    private readonly FileStream _stream;

    public PhysicalFile(string path, bool append)
    {
        Path = path;
        _stream = new FileStream(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
    }

    public string Path { get; }

    public long Length => _stream.Length;

    public void Write(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    public void Truncate(long length) => _stream.SetLength(length);

    public void Sync() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();
}
