using System.IO.Compression;

namespace Windrow.Core.Sources.Compression;

/// <summary>
/// The content of a gzip file, of one member or several. .NET takes a file that is cut short for a whole one, so a member of our own is put behind it:
/// when that does not come out at the end, the file was not whole.
/// </summary>
internal sealed class GzipContent : ReadOnlyStream
{
    private static readonly byte[] Seal = "windrow: this is the end"u8.ToArray();
    private static readonly byte[] SealMember = Compress(Seal);

    private readonly GZipStream _content;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <param name="compressed">Stays the caller's.</param>
    public GzipContent(Stream compressed) =>
        _content = new GZipStream(new JoinedStream([compressed, new MemoryStream(SealMember)]), CompressionMode.Decompress, leaveOpen: true);

    public override int Read(Span<byte> buffer)
    {
        // What might be the seal is held back until it is known what comes behind it.
        while (!_isAtEnd && _end - _start <= Seal.Length)
            Fill();
        var count = Math.Min(buffer.Length, _end - _start - (_isAtEnd ? 0 : Seal.Length));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _content.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = _content.Read(_buffer.AsSpan(_end));
        _end += count;
        if (count > 0)
            return;
        if (!_buffer.AsSpan(0, _end).EndsWith(Seal))
            throw new DecompressionException("what is compressed by gzip is cut short, or has something behind its end");
        _end -= Seal.Length;
        _isAtEnd = true;
    }

    private static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Compress))
            gzip.Write(content);
        return stream.ToArray();
    }
}
