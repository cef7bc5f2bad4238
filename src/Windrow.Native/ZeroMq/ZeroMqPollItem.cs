using System.Runtime.InteropServices;

namespace Windrow.Native.ZeroMq;

/// <summary><c>zmq_pollitem_t</c>: a socket, or a file descriptor where the socket is null.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ZeroMqPollItem
{
    public nint Socket;
    public int FileDescriptor;
    public short Events;
    public short Returned;
}
