using System.Runtime.InteropServices;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.ZeroMq;

/// <summary>The functions of libzmq 4 that Windrow calls, under their own names. All that take a socket are for one thread at a time.</summary>
internal static unsafe partial class ZeroMqApi
{
    public const int DontWait = 1;
    public const int SendMore = 2;
    public const int MaximumSockets = 2;
    public const short PollIn = 1;

    private const string Library = "zmq";

    static ZeroMqApi() => NativeLibraryLoader.Register();

    [LibraryImport(Library)]
    public static partial byte* zmq_strerror(int error);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint zmq_ctx_new();

    [LibraryImport(Library)]
    public static partial int zmq_ctx_set(nint context, int option, int value);

    [LibraryImport(Library)]
    public static partial int zmq_ctx_term(nint context);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint zmq_socket(ZeroMqContext context, int type);

    [LibraryImport(Library)]
    public static partial int zmq_close(nint socket);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int zmq_bind(ZeroMqSocket socket, string endpoint);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int zmq_connect(ZeroMqSocket socket, string endpoint);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int zmq_setsockopt(ZeroMqSocket socket, int option, void* value, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int zmq_getsockopt(ZeroMqSocket socket, int option, void* value, nuint* length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int zmq_send(ZeroMqSocket socket, ReadOnlySpan<byte> bytes, nuint length, int flags);

    [LibraryImport(Library)]
    public static partial int zmq_msg_init(nint message);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int zmq_msg_recv(nint message, ZeroMqSocket socket, int flags);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial byte* zmq_msg_data(nint message);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial nuint zmq_msg_size(nint message);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int zmq_msg_more(nint message);

    [LibraryImport(Library)]
    public static partial int zmq_msg_close(nint message);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int zmq_poll(ZeroMqPollItem* items, int count, CLong milliseconds);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int zmq_curve_keypair(byte* publicKey, byte* secretKey);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int zmq_curve_public(byte* publicKey, byte* secretKey);
}
