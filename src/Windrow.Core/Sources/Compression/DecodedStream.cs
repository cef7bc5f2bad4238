namespace Windrow.Core.Sources.Compression;

/// <summary>The content of something compressed; what is wrong with it is told in one way, whatever its format.</summary>
internal sealed class DecodedStream : ReadOnlyStream
{
    private readonly CompressedFormat _format;
    private readonly Stream _compressed;
    private Stream? _content;
    private long _read;

    public DecodedStream(CompressedFormat format, Stream compressed) => (_format, _compressed) = (format, compressed);

    /// <exception cref="DecompressionException">It is damaged or not whole.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var count = (_content ??= _format.Decode(_compressed)).Read(buffer);
            _read += count;
            return count;
        }
        catch (Exception exception) when (exception is not (DecompressionException or OperationCanceledException))
        {
            throw new DecompressionException($"what is compressed by {_format.Name} is damaged or not whole, after {_read} bytes of content: {exception.Message}", exception);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close(_content);
            _compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    // A decoder that has found an error, or has not come to the end, may find the same once more; it was told, or nobody wants to know.
    private static void Close(Stream? content)
    {
        try
        {
            content?.Dispose();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
        }
    }
}
