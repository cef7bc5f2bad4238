namespace Windrow.Core.IO;

/// <summary>A file of this machine, open for writing at its end, without a buffer of its own.</summary>
internal sealed class PhysicalFile : IWritableFile
{
    private readonly FileStream _stream;

    // Counted here: asking the system would cost every write a second call.
    private long _length;

    public PhysicalFile(string path, bool append)
    {
        Path = path;
        // Not FileMode.Append, which refuses to cut back what was there before: recovery has to.
        _stream = new FileStream(path, append ? FileMode.OpenOrCreate : FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
        _length = _stream.Seek(0, SeekOrigin.End);
    }

    public string Path { get; }

    public long Length => _length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _length += bytes.Length;
    }

    public void Truncate(long length)
    {
        _stream.SetLength(length);
        _length = length;
    }

    public void Sync() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();
}
