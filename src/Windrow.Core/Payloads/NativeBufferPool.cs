using System.Numerics;
using System.Runtime.InteropServices;

namespace Windrow.Core.Payloads;

/// <summary>
/// Blocks of native memory for payloads, kept for reuse. Large blocks are aligned to 2 MiB and advised to use huge
/// pages, which nearly doubles the speed of passes over a field; small ones are aligned to cache lines.
/// </summary>
/// <remarks>Sizes are rounded up to four steps per power of two, so at most a fifth of a block is unused.</remarks>
public sealed unsafe partial class NativeBufferPool
{
    private const int HugePage = 2 << 20;
    private const int CacheLine = 64;
    private const int AdviseHugePages = 14;

    private readonly Lock _lock = new();
    private readonly Stack<nint>[] _free = new Stack<nint>[4 * 32];
    private readonly long _keepAtMost;
    private long _kept;
    private long _inUse;

    /// <param name="keepAtMost">Bytes kept for reuse; what comes back beyond that goes to the system.</param>
    public NativeBufferPool(long keepAtMost) => _keepAtMost = keepAtMost;

    /// <summary>The pool of the process: it keeps up to 1 GiB.</summary>
    public static NativeBufferPool Shared { get; } = new(1L << 30);

    /// <summary>Bytes now lent out.</summary>
    public long InUse => Volatile.Read(ref _inUse);

    /// <summary>Bytes kept for reuse.</summary>
    public long Kept => Volatile.Read(ref _kept);

    /// <summary>A block of at least <paramref name="size"/> bytes, with whatever it held before.</summary>
    public NativeBuffer Rent(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var (sizeClass, capacity) = Round((nuint)size);
        Interlocked.Add(ref _inUse, (long)capacity);
        lock (_lock)
        {
            if (_free[sizeClass] is { Count: > 0 } stack)
            {
                _kept -= (long)capacity;
                return new NativeBuffer(this, sizeClass, capacity, (byte*)stack.Pop());
            }
        }

        try
        {
            return new NativeBuffer(this, sizeClass, capacity, Allocate(capacity));
        }
        catch (OutOfMemoryException)
        {
            Interlocked.Add(ref _inUse, -(long)capacity);
            throw;
        }
    }

    internal void Return(int sizeClass, nuint capacity, byte* pointer)
    {
        Interlocked.Add(ref _inUse, -(long)capacity);
        lock (_lock)
        {
            if (_kept + (long)capacity <= _keepAtMost)
            {
                _kept += (long)capacity;
                (_free[sizeClass] ??= new Stack<nint>()).Push((nint)pointer);
                return;
            }
        }

        NativeMemory.AlignedFree(pointer);
    }

    private static byte* Allocate(nuint capacity)
    {
        if (capacity < HugePage)
            return (byte*)NativeMemory.AlignedAlloc(capacity, CacheLine);
        var pointer = (byte*)NativeMemory.AlignedAlloc(capacity, HugePage);

        // Only advice: where the system refuses it the block works all the same.
        if (OperatingSystem.IsLinux())
            _ = Advise(pointer, capacity, AdviseHugePages);
        return pointer;
    }

    private static (int SizeClass, nuint Capacity) Round(nuint size)
    {
        if (size <= 4096)
            return (0, 4096);
        var power = BitOperations.Log2((ulong)(size - 1));
        var quarter = (nuint)1 << (power - 2);
        var steps = (int)((size - 1) >> (power - 2)) - 3;
        var capacity = ((nuint)1 << power) + ((nuint)steps * quarter);
        return capacity > int.MaxValue ? (127, int.MaxValue) : ((4 * power) + steps - 1, capacity);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* address, nuint length, int advice);
}
