namespace Windrow.Native.ZeroMq;

/// <summary>Options of sockets, with libzmq's numbers.</summary>
public enum ZeroMqOption
{
    Subscribe = 6,

    /// <summary>Milliseconds that what is not sent yet is kept for after the socket is closed.</summary>
    Linger = 17,
    ReconnectInterval = 18,
    ReconnectIntervalMaximum = 21,

    /// <summary>Bytes; a longer message ends the connection it comes by. -1: any.</summary>
    MaximumMessageSize = 22,

    /// <summary>Messages; 0: any number.</summary>
    SendHighWaterMark = 23,
    ReceiveHighWaterMark = 24,
    SendTimeout = 28,
    LastEndpoint = 32,
    TcpKeepAlive = 34,
    TcpKeepAliveCount = 35,
    TcpKeepAliveIdle = 36,
    TcpKeepAliveInterval = 37,
    Ipv6 = 42,
    CurveServer = 47,
    CurvePublicKey = 48,
    CurveSecretKey = 49,
    CurveServerKey = 50,
    ZapDomain = 55,

    /// <summary>Sending waits instead of dropping where a subscriber's queue is full.</summary>
    NoDrop = 69,
}
