using Microsoft.Extensions.Logging;

namespace Windrow.Fields.Transport.Server;

internal static partial class TransportLog
{
    [LoggerMessage(301, LogLevel.Information, "source {Source}: listens at {Address}")]
    public static partial void Listens(ILogger log, string source, string address);

    [LoggerMessage(302, LogLevel.Error, "source {Source}: the connection of {Client} is ended: {Reason}")]
    public static partial void ConnectionEnded(ILogger log, string source, string client, string reason);

    [LoggerMessage(303, LogLevel.Warning, "source {Source}: {Client} is not connected any more; it has sent {Frames} messages and {Bytes} bytes and is waited for")]
    public static partial void Disconnected(ILogger log, string source, string client, long frames, long bytes);

    [LoggerMessage(304, LogLevel.Error, "source {Source}: {Client} is gone and has not come back within {Seconds} s; it had sent {Frames} messages and {Bytes} bytes and has not closed")]
    public static partial void ClientLost(ILogger log, string source, string client, double seconds, long frames, long bytes);

    [LoggerMessage(305, LogLevel.Warning, "source {Source}: {Client} has begun anew without having closed; its earlier process had sent {Frames} messages and {Bytes} bytes")]
    public static partial void ClientBeganAnew(ILogger log, string source, string client, long frames, long bytes);

    [LoggerMessage(306, LogLevel.Warning, "source {Source}: '{Host}' is {Address} on this machine, where clients of other hosts do not reach it; write its address, or correct /etc/hosts")]
    public static partial void NamedLoopback(ILogger log, string source, string host, string address);
}
