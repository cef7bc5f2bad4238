using System.Buffers;
using System.Net.Sockets;
using Windrow.Native.Libc;

namespace Windrow.Fields.Transport.Sockets;

/// <summary>What has come in from a socket and is not read yet. Heads of frames, and small frames as a whole, go through it.</summary>
internal sealed class FrameBuffer(Socket socket, ReadinessWaiter readiness)
{
    public const int Size = 32 << 10;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, Length);

    public void Skip(int count) => _start += count;

    /// <summary>Waits until so many bytes are there. False: the other end has closed before.</summary>
    public ValueTask<bool> Need(int count, CancellationToken stop) => Length >= count ? new ValueTask<bool>(true) : Receive(count, stop);

    private async ValueTask<bool> Receive(int count, CancellationToken stop)
    {
        MakeRoom(count);
        while (Length < count)
        {
            var received = socket.Receive(_bytes.AsSpan(_end), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                GiveUpWhileIdle();
                await readiness.Wait(socket.Handle, stop).ConfigureAwait(false);
                MakeRoom(count);
                continue;
            }

            if (error != SocketError.Success)
                throw new SocketException((int)error);
            if (received == 0)
                return false;
            _end += received;
        }

        return true;
    }

    // Nothing is kept for a connection between two frames.
    private void GiveUpWhileIdle()
    {
        if (Length > 0)
            return;
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = ([], 0, 0);
    }

    private void MakeRoom(int count)
    {
        if (_bytes.Length - _start >= Math.Max(count, Size / 2))
            return;
        var larger = _bytes.Length >= Math.Max(count, Size) ? _bytes : ArrayPool<byte>.Shared.Rent(Math.Max(count, Size));
        _bytes.AsSpan(_start, Length).CopyTo(larger);
        if (_bytes.Length > 0 && !ReferenceEquals(larger, _bytes))
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (larger, 0, Length);
    }
}
