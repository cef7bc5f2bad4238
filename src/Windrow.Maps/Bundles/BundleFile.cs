using Windrow.Core.IO;

namespace Windrow.Maps.Bundles;

/// <summary>
/// A file that appears whole: it is written beside its name, hidden, and renamed when it is published. What a killed process left
/// is written over by the next run.
/// </summary>
public sealed class BundleFile : Stream
{
    private readonly IFileSystem _files;
    private readonly IWritableFile _file;
    private readonly string _path;
    private bool _isPublished;
    private bool _isDisposed;

    /// <exception cref="IOException">It cannot be written there.</exception>
    public BundleFile(string path, IFileSystem files)
    {
        (_path, _files) = (Path.GetFullPath(path), files);
        files.CreateDirectory(Path.GetDirectoryName(_path)!);
        _file = files.OpenWrite(Unfinished);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private string Unfinished => Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.part");

    /// <summary>Gives the file its name; nothing can be written any more.</summary>
    public void Publish()
    {
        _file.Sync();
        _file.Dispose();
        _files.Move(Unfinished, _path);
        _files.SyncDirectory(Path.GetDirectoryName(_path)!);
        _isPublished = true;
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _file.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!disposing || _isDisposed)
            return;
        _isDisposed = true;
        _file.Dispose();
        if (!_isPublished && _files.Find(Unfinished) is not null)
            _files.Delete(Unfinished);
        base.Dispose(disposing);
    }
}
