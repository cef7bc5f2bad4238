namespace Windrow.Core.Sources.Compression;

/// <summary>Several streams, one behind the other.</summary>
internal sealed class JoinedStream(IReadOnlyList<Stream> parts) : ReadOnlyStream
{
    private int _at;

    public override int Read(Span<byte> buffer)
    {
        for (; _at < parts.Count; _at++)
        {
            var count = parts[_at].Read(buffer);
            if (count > 0 || buffer.IsEmpty)
                return count;
        }

        return 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (; _at < parts.Count; _at++)
        {
            var count = await parts[_at].ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > 0 || buffer.IsEmpty)
                return count;
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var part in parts)
                part.Dispose();
        }

        base.Dispose(disposing);
    }
}
