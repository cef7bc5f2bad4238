using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Windrow.Fields.Zarr;

/// <summary>The octets of pieces: values in little-endian order, compressed by gzip or not.</summary>
internal sealed class ZarrChunks : IDisposable
{
    private readonly MemoryStream _buffer = new();

    /// <returns>To be used before the next call.</returns>
    public ReadOnlySpan<byte> Encode<T>(ReadOnlySpan<T> values, int compression)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Zarr is written on little-endian machines only.");
        var octets = MemoryMarshal.AsBytes(values);
        if (compression == 0)
            return octets;
        _buffer.SetLength(0);
        using (var gzip = new GZipStream(_buffer, new ZLibCompressionOptions { CompressionLevel = compression }, leaveOpen: true))
            gzip.Write(octets);
        return _buffer.GetBuffer().AsSpan(0, (int)_buffer.Length);
    }

    public void Dispose() => _buffer.Dispose();

    /// <exception cref="InvalidDataException">The octets are no piece of that many values.</exception>
    public static void Decode(byte[] octets, int compression, Span<byte> values)
    {
        using Stream stream = compression == 0 ? new MemoryStream(octets) : new GZipStream(new MemoryStream(octets), CompressionMode.Decompress);
        if (stream.ReadAtLeast(values, values.Length, throwOnEndOfStream: false) < values.Length)
            throw new InvalidDataException("a piece of the store ends too early");
    }
}
