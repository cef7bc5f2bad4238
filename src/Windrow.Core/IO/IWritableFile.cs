namespace Windrow.Core.IO;

/// <summary>A file open for writing at its end.</summary>
public interface IWritableFile : IDisposable
{
    string Path { get; }

    long Length { get; }

    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Cuts the file back, for what was written only in part.</summary>
    void Truncate(long length);

    /// <summary>Makes what was written durable (fsync).</summary>
    void Sync();
}
