using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Sockets;
using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Discovery;

/// <summary>
/// Knows which publisher is where: it takes their announcements, by multicast or by request, answers who asks for a service, and tells of those that come and go.
/// Everything runs on the thread that calls <see cref="Run"/>.
/// </summary>
internal sealed class Nameserver : IDisposable
{
    private const int LongestDatagram = 65_507;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(29);

    private readonly ZeroMqContext _context = new();
    private readonly ZeroMqFrame _frame = new();
    private readonly ZeroMqPoller _poller = new();
    private readonly MessageReader _reader = new(TimeReading.None);
    private readonly byte[] _datagram = new byte[LongestDatagram];
    private readonly List<ZeroMqSocket> _queries = [];
    private readonly IDisposable? _guard;
    private readonly NameserverOptions _options;
    private readonly SocketSetting _setting;
    private readonly EngineServices _services;
    private readonly ILogger _log;
    private readonly AddressBook _book;
    private readonly ZeroMqSocket _registrations;
    private readonly PublisherSocket _feed;
    private readonly Socket? _multicast;
    private readonly IReadOnlySet<IPAddress>? _own;
    private long _nextLook;
    private long _lastBeat;

    /// <summary>Takes the ports.</summary>
    /// <exception cref="FailureException">One of them is taken.</exception>
    public Nameserver(NameserverOptions options, SocketSetting setting, EngineServices services)
    {
        (_options, _setting, _services) = (options, setting, services);
        _log = services.Logs.CreateLogger("posttroll");
        _book = new AddressBook(services.Time, options.MaximumAge);
        _own = options.LocalOnly ? OwnAddress.All() : null;
        var settings = setting.Settings;
        _guard = setting.Security.Guard(_context);
        _queries.Add(Bind(settings.NameserverPort, isSecure: false));
        if (setting.Security.ServesSecurely)
            _queries.Add(Bind(settings.SecureNameserverPort, isSecure: true));
        _registrations = Bind(settings.BroadcastPort, setting.Security.ServesSecurely);
        _feed = new PublisherSocket(setting);
        _feed.Bind($"tcp://{options.Bind}:{settings.AddressPublishPort}");
        try
        {
            _multicast = options.ByMulticast ? new MulticastGroup(settings).OpenReceiver() : null;
        }
        catch (SocketException exception)
        {
            throw new FailureException(Failure.Permanent($"cannot listen to the multicast group {settings.MulticastGroup}:{settings.BroadcastPort}: {exception.Message}", "have publishers name this host under 'nameservers', and leave --multicast out"));
        }
    }

    /// <summary>Works until it is stopped.</summary>
    public void Run(CancellationToken stop)
    {
        foreach (var socket in _queries)
            _poller.Add(socket);
        var registrations = _poller.Add(_registrations);
        var multicast = _multicast is null ? -1 : _poller.Add(_multicast.SafeHandle);
        while (!stop.IsCancellationRequested)
        {
            if (_poller.Wait(Look) > 0)
            {
                for (var i = 0; i < _queries.Count; i++)
                {
                    if (_poller.IsReady(i))
                        Answer(_queries[i]);
                }

                if (_poller.IsReady(registrations))
                    Register();
                if (multicast >= 0 && _poller.IsReady(multicast))
                    Hear();
            }

            Age();
        }
    }

    public void Dispose()
    {
        foreach (var socket in _queries)
            socket.Dispose();
        _registrations.Dispose();
        _feed.Dispose();
        _multicast?.Dispose();
        _guard?.Dispose();
        _frame.Dispose();
        _context.Dispose();
    }

    private DateTime Now => _services.Time.GetUtcNow().UtcDateTime;

    private ZeroMqSocket Bind(int port, bool isSecure)
    {
        var socket = _context.Open(ZeroMqSocketType.Reply);
        _setting.Apply(socket);
        _setting.Security.Serve(socket, isSecure);
        try
        {
            socket.Bind($"tcp://{_options.Bind}:{port}");
            return socket;
        }
        catch (ZeroMqException exception)
        {
            throw new FailureException(Failure.Permanent($"cannot listen at {exception.Message}", exception.IsAddressInUse ? "another nameserver may be running; see POSTTROLL_NAMESERVER_PORT and the like" : null));
        }
    }

    // Whoever asks gets an answer, whatever was asked: else its socket would wait, and this one, too.
    private void Answer(ZeroMqSocket socket)
    {
        while (TryReceive(socket, out var isStrange))
        {
            var problem = Read(isStrange, out var read);
            var service = problem is null && read.Metadata.TryGetString("service", out var asked) ? asked : null;
            var version = problem is null && read.Metadata.TryGetString("posttroll.version", out var theirs) && string.CompareOrdinal(theirs, Grammar.OldVersion) > 0 ? MessageVersion.New : MessageVersion.Old;
            var answer = new ArrayBufferWriter<byte>();
            if (service is not null)
                new MessageWriter(version).Write(answer, "/oper/ns", "info", Sender.This, Now, _book.Answer(service));
            else
                new MessageWriter(version).Write(answer, "/oper/ns", "error", Sender.This, Now, DataForm.Text, System.Text.Encoding.UTF8.GetBytes(problem ?? "there is no 'service' to look for"));
            _ = socket.TrySend(answer.WrittenSpan, waits: false);
        }
    }

    private void Register()
    {
        while (TryReceive(_registrations, out var isStrange))
        {
            var problem = Read(isStrange, out var read);
            _ = _registrations.TrySend("ok"u8, waits: false);
            Note(problem, read, "a registration");
        }
    }

    private void Hear()
    {
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (_multicast!.Available > 0)
        {
            int length;
            try
            {
                length = _multicast.ReceiveFrom(_datagram, ref from);
            }
            catch (SocketException)
            {
                return;
            }

            if (_own is null || _own.Contains(((IPEndPoint)from).Address))
                Note(_reader.Read(_datagram.AsSpan(0, length), out var read), read, from.ToString()!);
        }
    }

    // All frames of a message have to be taken before it can be answered.
    private bool TryReceive(ZeroMqSocket socket, out bool isStrange)
    {
        isStrange = false;
        if (!socket.TryReceive(_frame))
            return false;
        while (_frame.HasMore && socket.TryReceive(_frame))
            isStrange = true;
        return true;
    }

    private string? Read(bool isStrange, out PosttrollMessage read)
    {
        read = default;
        return isStrange ? "it has several frames" : _reader.Read(_frame.Span, out read);
    }

    private void Note(string? problem, PosttrollMessage read, string from)
    {
        if (problem is not null || Announcement.Of(read) is not { } said)
        {
            DiscoveryLog.Strange(_log, from, problem ?? $"it is '{read.Subject} {read.Type}'");
            return;
        }

        if (!said.IsThere)
        {
            if (_book.Remove(said.Uri))
                _feed.Send(said.Write(Now));
        }
        else if (_book.Note(said))
        {
            DiscoveryLog.Came(_log, said);
            _feed.Send(said.Write(Now));
        }
    }

    private void Age()
    {
        var now = _services.Time.GetTimestamp();
        if (_nextLook == 0 || _services.Time.GetElapsedTime(_nextLook, now) > _options.MaximumAge / 20)
        {
            _nextLook = now;
            foreach (var old in _book.TakeOld())
            {
                DiscoveryLog.Forgotten(_log, old);
                _feed.Send(old.Write(Now));
            }
        }

        if (_lastBeat != 0 && _services.Time.GetElapsedTime(_lastBeat, now) < Beat)
            return;
        _lastBeat = now;
        var beat = new ArrayBufferWriter<byte>();
        new MessageWriter(MessageVersion.Auto).Write(beat, "/heartbeat/address_receiver", "beat", Sender.This, Now, MetadataValue.Of(Metadata.From(("min_interval", (long)Beat.TotalSeconds))));
        _feed.Send(beat.WrittenSpan);
    }
}
