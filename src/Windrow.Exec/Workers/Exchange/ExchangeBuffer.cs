using System.Buffers;
using System.Globalization;

namespace Windrow.Exec.Workers.Exchange;

/// <summary>Memory that a payload is in while it is a worker's, or that a worker's result is in. Disposing it gives it back for the next.</summary>
internal sealed unsafe class ExchangeBuffer : MemoryManager<byte>
{
    private readonly ExchangePool _pool;
    private readonly int _descriptor;
    private int _isLent;

    public ExchangeBuffer(ExchangePool pool, long number, int sizeClass, int capacity)
    {
        _pool = pool;
        Number = number;
        SizeClass = sizeClass;
        Capacity = capacity;
        (_descriptor, Address) = SharedMemory.Make(capacity);
        Path = string.Create(CultureInfo.InvariantCulture, $"/proc/{System.Environment.ProcessId}/fd/{_descriptor}");
    }

    /// <summary>Never given twice, unlike <see cref="Path"/>.</summary>
    public long Number { get; }

    public int SizeClass { get; }

    /// <summary>Bytes.</summary>
    public int Capacity { get; }

    public nint Address { get; private set; }

    /// <summary>Where another process of the same user opens it, as long as this one lives.</summary>
    public string Path { get; }

    public override Span<byte> GetSpan() => new((void*)Address, Capacity);

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)Address + elementIndex);

    public override void Unpin()
    {
    }

    public void Lend() => Volatile.Write(ref _isLent, 1);

    /// <summary>Gives it back; a second call does nothing.</summary>
    public void Return() => Dispose(true);

    /// <summary>Gives it to the system.</summary>
    public void Free()
    {
        SharedMemory.Free(_descriptor, Address, Capacity);
        Address = 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _isLent, 0) == 1)
            _pool.Return(this);
    }
}
