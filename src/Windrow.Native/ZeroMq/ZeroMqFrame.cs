using System.Runtime.InteropServices;

namespace Windrow.Native.ZeroMq;

/// <summary>What was received, in libzmq's memory until something else is received with the same object. For one thread.</summary>
public sealed unsafe class ZeroMqFrame : SafeHandle
{
    private const int Size = 64; // zmq_msg_t

    public ZeroMqFrame()
        : base(0, ownsHandle: true)
    {
        SetHandle((nint)NativeMemory.AlignedAlloc(Size, Size));
        _ = ZeroMqApi.zmq_msg_init(handle);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The octets; not to be used after the next frame was received.</summary>
    public ReadOnlySpan<byte> Span => new(ZeroMqApi.zmq_msg_data(handle), checked((int)ZeroMqApi.zmq_msg_size(handle)));

    /// <summary>Another frame of the same message follows.</summary>
    public bool HasMore => ZeroMqApi.zmq_msg_more(handle) != 0;

    internal nint Pointer => handle;

    protected override bool ReleaseHandle()
    {
        _ = ZeroMqApi.zmq_msg_close(handle);
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
