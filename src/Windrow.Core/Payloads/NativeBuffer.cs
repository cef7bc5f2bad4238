using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Core.Payloads;

/// <summary>
/// A block of native memory from a <see cref="NativeBufferPool"/>. Disposing it gives the block back; the collector
/// never moves it, so native libraries read and write it in place.
/// </summary>
public sealed unsafe class NativeBuffer : MemoryManager<byte>
{
    private readonly NativeBufferPool _pool;
    private nint _pointer;

    internal NativeBuffer(NativeBufferPool pool, int sizeClass, nuint capacity, byte* pointer)
    {
        _pool = pool;
        SizeClass = sizeClass;
        Capacity = checked((int)capacity);
        _pointer = (nint)pointer;
    }

    /// <summary>Usable bytes; at least what was asked for.</summary>
    public int Capacity { get; }

    public nint Address => _pointer;

    internal int SizeClass { get; }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_pointer == 0, this);
        return new((void*)_pointer, Capacity);
    }

    /// <summary>The first <paramref name="count"/> values of the block, as type <typeparamref name="T"/>.</summary>
    public Span<T> Span<T>(int count)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_pointer == 0, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)count * Unsafe.SizeOf<T>(), Capacity);
        return MemoryMarshal.CreateSpan(ref Unsafe.AsRef<T>((void*)_pointer), count);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_pointer + elementIndex);

    public override void Unpin()
    {
    }

    /// <summary>Gives the block back; a second call does nothing.</summary>
    public void Return() => Dispose(true);

    protected override void Dispose(bool disposing)
    {
        var pointer = Interlocked.Exchange(ref _pointer, 0);
        if (pointer != 0)
            _pool.Return(SizeClass, (nuint)Capacity, (byte*)pointer);
    }
}
