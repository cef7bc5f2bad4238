using SharpCompress.Compressors.Xz;

namespace Windrow.Core.Sources.Compression;

/// <summary>The content of an xz file of one stream or several, as <c>cat a.xz b.xz</c> or compression by several threads makes them.</summary>
/// <param name="compressed">Stays the caller's.</param>
internal sealed class XzContent(Stream compressed) : ReadOnlyStream
{
    private readonly PeekStream _compressed = new(compressed);
    private XZStream? _stream;

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_stream is null)
            {
                if (!_compressed.HasMore())
                    return 0;
                _stream = new XZStream(_compressed);
            }

            var count = _stream.Read(buffer);
            if (count > 0)
                return count;
            _stream = null;
        }

        return 0;
    }

    /// <summary>Tells whether there is something behind what was read; padding of zeros between streams is passed over.</summary>
    private sealed class PeekStream(Stream inner) : ReadOnlyStream
    {
        private readonly byte[] _next = new byte[1];
        private long _position;
        private bool _hasNext;

        // The reader aligns its blocks by this.
        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public bool HasMore()
        {
            while (!_hasNext)
            {
                if (inner.Read(_next) == 0)
                    return false;
                _hasNext = _next[0] != 0;
            }

            return true;
        }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty)
                return 0;
            var count = 1;
            if (_hasNext)
                (buffer[0], _hasNext) = (_next[0], false);
            else
                count = inner.Read(buffer);
            _position += count;
            return count;
        }
    }
}
