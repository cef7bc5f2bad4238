using System.Numerics;

namespace Windrow.Exec.Workers.Exchange;

/// <summary>
/// The buffers of one action's workers, kept for reuse: a mapping that exists in both processes costs nothing any more. Memory: what is under
/// way, and at most <c>keepAtMost</c> that waits for reuse. Safe for several threads.
/// </summary>
internal sealed class ExchangePool(long keepAtMost) : IDisposable
{
    private const int Smallest = 16; // 64 KiB

    private readonly Lock _lock = new();
    private readonly Stack<ExchangeBuffer>[] _free = [.. Enumerable.Range(0, 32).Select(static _ => new Stack<ExchangeBuffer>())];
    private long _kept;
    private long _next;
    private int _lent;
    private bool _isDisposed;

    /// <summary>Told the number of a buffer that is no more, so that workers unmap it.</summary>
    public event Action<long>? Gone;

    /// <summary>Buffers that are lent out.</summary>
    public int Lent => Volatile.Read(ref _lent);

    /// <exception cref="IOException">There is no more memory.</exception>
    public ExchangeBuffer Rent(int size)
    {
        var sizeClass = Math.Max(Smallest, BitOperations.Log2((uint)Math.Max(size, 1) - 1) + 1);
        ExchangeBuffer? buffer;
        lock (_lock)
        {
            if (_free[sizeClass].TryPop(out buffer))
                _kept -= buffer.Capacity;
            _lent++;
        }

        try
        {
            buffer ??= new ExchangeBuffer(this, Interlocked.Increment(ref _next), sizeClass, sizeClass >= 31 ? int.MaxValue & ~4095 : 1 << sizeClass);
        }
        catch
        {
            lock (_lock)
                _lent--;
            throw;
        }

        buffer.Lend();
        return buffer;
    }

    public void Return(ExchangeBuffer buffer)
    {
        lock (_lock)
        {
            _lent--;
            if (!_isDisposed && _kept + buffer.Capacity <= keepAtMost)
            {
                _kept += buffer.Capacity;
                _free[buffer.SizeClass].Push(buffer);
                return;
            }
        }

        buffer.Free();
        Gone?.Invoke(buffer.Number);
    }

    /// <summary>Frees what waits for reuse; what is lent out is freed when it comes back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (var stack in _free)
            {
                while (stack.TryPop(out var buffer))
                    buffer.Free();
            }
        }
    }
}
