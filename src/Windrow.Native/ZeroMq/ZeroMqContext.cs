using System.Runtime.InteropServices;

namespace Windrow.Native.ZeroMq;

/// <summary>Sockets that belong together and have their I/O thread in common. It ends when it and the last of its sockets are disposed of; any thread may use it.</summary>
public sealed class ZeroMqContext : SafeHandle
{
    private const int MostSockets = 65_535;

    /// <exception cref="NativeLibraries.NativeLibraryMissingException">libzmq is not there.</exception>
    public ZeroMqContext()
        : base(0, ownsHandle: true)
    {
        SetHandle(ZeroMqApi.zmq_ctx_new());
        if (IsInvalid)
            throw ZeroMqException.Last("a context");
        _ = ZeroMqApi.zmq_ctx_set(handle, ZeroMqApi.MaximumSockets, MostSockets);
    }

    public override bool IsInvalid => handle == 0;

    /// <exception cref="ZeroMqException">There are too many sockets or open files.</exception>
    public ZeroMqSocket Open(ZeroMqSocketType type) => new(this, type);

    // Every socket holds a reference, so there is none any more: this waits for nothing but what is to be sent within their linger.
    protected override bool ReleaseHandle() => ZeroMqApi.zmq_ctx_term(handle) == 0;
}
