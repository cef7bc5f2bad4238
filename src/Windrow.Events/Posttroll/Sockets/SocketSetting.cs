using Windrow.Events.Posttroll.Settings;
using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Sockets;

/// <summary>What all sockets of a source or sink have in common.</summary>
/// <param name="HighWaterMark">Messages that may wait for each peer.</param>
/// <param name="MaximumSize">Bytes of a message; a longer one ends the connection it comes by.</param>
/// <param name="Linger">How long what is not sent yet is kept for at the end.</param>
internal sealed record SocketSetting(PosttrollSettings Settings, ISocketSecurity Security, int HighWaterMark, long MaximumSize, TimeSpan Linger)
{
    // A subscriber says nothing, so without this a peer that is gone without a word would be listened to for ever.
    private const int Idle = 30;
    private const int Interval = 10;
    private const int Count = 3;

    public void Apply(ZeroMqSocket socket)
    {
        socket.Set(ZeroMqOption.Linger, (int)Linger.TotalMilliseconds);
        socket.Set(ZeroMqOption.SendHighWaterMark, HighWaterMark);
        socket.Set(ZeroMqOption.ReceiveHighWaterMark, HighWaterMark);
        socket.Set(ZeroMqOption.MaximumMessageSize, MaximumSize);
        socket.Set(ZeroMqOption.TcpKeepAlive, Settings.KeepAlive ?? 1);
        socket.Set(ZeroMqOption.TcpKeepAliveIdle, Settings.KeepAliveIdle ?? Idle);
        socket.Set(ZeroMqOption.TcpKeepAliveInterval, Settings.KeepAliveInterval ?? Interval);
        socket.Set(ZeroMqOption.TcpKeepAliveCount, Settings.KeepAliveCount ?? Count);
        socket.Set(ZeroMqOption.ReconnectIntervalMaximum, 1_000);
    }
}
