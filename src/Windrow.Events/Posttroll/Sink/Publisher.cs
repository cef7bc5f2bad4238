using System.Buffers;
using Windrow.Core;
using Windrow.Core.Messages;
using Windrow.Events.Posttroll.Discovery;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Sockets;

namespace Windrow.Events.Posttroll.Sink;

/// <summary>A publisher under a name: its socket, its announcements and its heartbeats. Safe for several threads.</summary>
internal sealed class Publisher : IDisposable
{
    private readonly PublisherSocket _socket;
    private readonly Announcer? _announcer;
    private readonly ITimer? _heart;

    /// <exception cref="Windrow.Core.Errors.FailureException">Its port is taken.</exception>
    public Publisher(PosttrollSinkOptions options, SocketSetting setting, EngineServices services, string where)
    {
        Time = services.Time;
        _socket = new PublisherSocket(setting);
        try
        {
            Bind(options, setting, services);
            if (options.Announce == AnnouncePolicy.Multicast || options.Nameservers.Count > 0)
            {
                var uri = IsLocal(options) ? options.Address : $"tcp://{(options.Address == "*" ? OwnAddress.Find() : options.Address)}:{_socket.Port}";
                var isSecure = setting.Security.ServesSecurely;
                _announcer = new Announcer(setting, services, where, options.Nameservers, options.BroadcastInterval, now => Announcement.Write(options.Name, options.Aliases, uri, isSecure, now));
                _announcer.Start();
            }

            if (options.Heartbeat > TimeSpan.Zero)
                _heart = services.Time.CreateTimer(_ => Beat(options), null, options.Heartbeat, options.Heartbeat);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private TimeProvider Time { get; }

    public string Endpoint => _socket.Endpoint;

    public bool IsHeard(ReadOnlySpan<byte> message) => _socket.IsHeard(message);

    /// <inheritdoc cref="PublisherSocket.Send"/>
    public bool Send(ReadOnlySpan<byte> message) => _socket.Send(message);

    /// <summary>Waits until somebody subscribes to a message.</summary>
    /// <returns>False: nobody did in time.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public bool WaitUntilHeard(ReadOnlySpan<byte> message, TimeSpan atMost, CancellationToken stop)
    {
        var look = TimeSpan.FromMilliseconds(10);
        for (var begun = Time.GetTimestamp(); !IsHeard(message);)
        {
            if (Time.GetElapsedTime(begun) >= atMost)
                return false;
            Task.Delay(look, Time, stop).GetAwaiter().GetResult();
        }

        return true;
    }

    public void Dispose()
    {
        _heart?.Dispose();
        _announcer?.Dispose();
        _socket.Dispose();
    }

    private void Bind(PosttrollSinkOptions options, SocketSetting setting, EngineServices services)
    {
        if (IsLocal(options))
            _socket.Bind(options.Address);
        else if (options.Port > 0)
            _socket.Bind($"tcp://{options.Address}:{options.Port}");
        else if (options.PortRange is { } range)
            _socket.Bind($"tcp://{options.Address}", range.First, range.Last + 1, services.Random);
        else
            _socket.Bind($"tcp://{options.Address}", setting.Settings.MinimumPort, setting.Settings.MaximumPort, services.Random);
    }

    // A file of this host, which has no port.
    private static bool IsLocal(PosttrollSinkOptions options) => options.Address.StartsWith("ipc://", StringComparison.Ordinal);

    private void Beat(PosttrollSinkOptions options)
    {
        var beat = new ArrayBufferWriter<byte>();
        var interval = options.Heartbeat.TotalSeconds;
        var data = Metadata.From(("min_interval", interval == Math.Floor(interval) ? MetadataValue.Of((long)interval) : MetadataValue.Of(interval)));
        new MessageWriter(MessageVersion.Auto).Write(beat, $"/heartbeat/{options.Name}", "beat", Sender.This, Time.GetUtcNow().UtcDateTime, MetadataValue.Of(data));
        _socket.Send(beat.WrittenSpan);
    }
}
