using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.Native.ZeroMq;

/// <summary>A socket. For one thread at a time; a lock is enough to hand it over.</summary>
public sealed unsafe class ZeroMqSocket : SafeHandle
{
    private const int LongestEndpoint = 1024;

    private readonly ZeroMqContext _context;
    private readonly bool _holds;

    internal ZeroMqSocket(ZeroMqContext context, ZeroMqSocketType type)
        : base(0, ownsHandle: true)
    {
        _context = context;
        context.DangerousAddRef(ref _holds);
        SetHandle(ZeroMqApi.zmq_socket(context, (int)type));
        if (IsInvalid)
            throw ZeroMqException.Last("a socket");
    }

    public override bool IsInvalid => handle == 0;

    internal nint Pointer => handle;

    /// <summary>The address that the socket was bound to last, with the port it got.</summary>
    public string Endpoint
    {
        get
        {
            var text = stackalloc byte[LongestEndpoint];
            nuint length = LongestEndpoint;
            Check(ZeroMqApi.zmq_getsockopt(this, (int)ZeroMqOption.LastEndpoint, text, &length), "the address of a socket");
            return Encoding.UTF8.GetString(text, (int)length).TrimEnd('\0');
        }
    }

    public void Set(ZeroMqOption option, int value) => Check(ZeroMqApi.zmq_setsockopt(this, (int)option, &value, sizeof(int)), option.ToString());

    public void Set(ZeroMqOption option, long value) => Check(ZeroMqApi.zmq_setsockopt(this, (int)option, &value, sizeof(long)), option.ToString());

    public void Set(ZeroMqOption option, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value)
            Check(ZeroMqApi.zmq_setsockopt(this, (int)option, bytes, (nuint)value.Length), option.ToString());
    }

    /// <exception cref="ZeroMqException">The address is taken, or none.</exception>
    public void Bind(string endpoint)
    {
        AllowIpv6(endpoint);
        Check(ZeroMqApi.zmq_bind(this, endpoint), endpoint);
    }

    /// <summary>Begins to connect, and goes on trying as long as the socket lives.</summary>
    /// <exception cref="ZeroMqException">The address is none.</exception>
    public void Connect(string endpoint)
    {
        AllowIpv6(endpoint);
        Check(ZeroMqApi.zmq_connect(this, endpoint), endpoint);
    }

    /// <summary>Sends a frame.</summary>
    /// <param name="more">Another one follows, which belongs to the same message.</param>
    /// <param name="waits">False: at once or not at all.</param>
    /// <returns>False: it cannot be sent now.</returns>
    public bool TrySend(ReadOnlySpan<byte> bytes, bool more = false, bool waits = true)
    {
        var flags = (more ? ZeroMqApi.SendMore : 0) | (waits ? 0 : ZeroMqApi.DontWait);
        while (true)
        {
            if (ZeroMqApi.zmq_send(this, bytes, (nuint)bytes.Length, flags) >= 0)
                return true;
            if (Again("to send"))
                return false;
        }
    }

    /// <summary>Receives a frame if there is one.</summary>
    public bool TryReceive(ZeroMqFrame frame)
    {
        while (true)
        {
            if (ZeroMqApi.zmq_msg_recv(frame.Pointer, this, ZeroMqApi.DontWait) >= 0)
                return true;
            if (Again("to receive"))
                return false;
        }
    }

    protected override bool ReleaseHandle()
    {
        var closed = ZeroMqApi.zmq_close(handle) == 0;
        if (_holds)
            _context.DangerousRelease();
        return closed;
    }

    // Only where it is asked for: a socket for both takes clients of IPv4 under addresses of IPv6, which no list of hosts that may connect knows.
    private void AllowIpv6(string endpoint)
    {
        if (endpoint.Contains("//[", StringComparison.Ordinal))
            Set(ZeroMqOption.Ipv6, 1);
    }

    // True: not now. False: a signal came in between.
    private static bool Again(string what) => Marshal.GetLastPInvokeError() switch
    {
        ZeroMqError.Again => true,
        ZeroMqError.Interrupted => false,
        _ => throw ZeroMqException.Last(what),
    };

    private static void Check(int result, string what)
    {
        if (result != 0)
            throw ZeroMqException.Last(what);
    }
}
