using Windrow.Events.Posttroll.Sockets;
using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Discovery;

/// <summary>One question and its answer, with a socket of its own: a socket that waits for an answer that never comes is good for nothing more.</summary>
internal static class Asking
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks, and waits. For a thread that may wait.</summary>
    /// <returns>Null: there was no answer in time.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    /// <exception cref="ZeroMqException">The address is none.</exception>
    public static byte[]? Ask(SocketSetting setting, string address, ReadOnlySpan<byte> question, bool isSecure, TimeSpan timeout, TimeProvider time, CancellationToken stop)
    {
        using var context = new ZeroMqContext();
        using var socket = context.Open(ZeroMqSocketType.Request);
        using var frame = new ZeroMqFrame();
        setting.Apply(socket);
        socket.Set(ZeroMqOption.Linger, 0);
        if (isSecure)
            setting.Security.Connect(socket);
        socket.Connect(address);
        _ = socket.TrySend(question, waits: false);
        var poller = new ZeroMqPoller();
        poller.Add(socket);
        for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < timeout;)
        {
            stop.ThrowIfCancellationRequested();
            if (poller.Wait(Look) > 0 && socket.TryReceive(frame))
                return frame.Span.ToArray();
        }

        return null;
    }
}
