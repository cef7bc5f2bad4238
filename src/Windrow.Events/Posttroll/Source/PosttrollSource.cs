using System.Text;
using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Events.Posttroll.Discovery;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Sockets;

namespace Windrow.Events.Posttroll.Source;

/// <summary>
/// Takes messages from publishers of posttroll. Lossy, as nobody acknowledges anything there: nothing-lost begins at the first durable stage. A message that is none
/// becomes a dead letter, and the next one comes all the same.
/// </summary>
internal sealed class PosttrollSource(PosttrollSourceOptions options, PlugInContext plugIn) : Core.Sources.Source, IFrameTaker
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly ILogger _log = plugIn.Services.Logs.CreateLogger("posttroll");
    private readonly MessageReader _reader = new(options.Times);
    private readonly MessageReader _feedReader = new(TimeReading.None);
    private readonly byte[][] _topics = [.. options.Topics.Select(static topic => Encoding.UTF8.GetBytes(Topic.Complete(topic)))];
    private readonly HeartbeatWatch? _heartbeats = options.WatchesHeartbeats ? new HeartbeatWatch(plugIn.Services, plugIn.Where, options.HeartbeatAlarm) : null;
    private SourceContext _context = null!;
    private PublisherFinder? _finder;
    private CancellationToken _stop;
    private long _strange;
    private volatile bool _waits;
    private long _last; // when something came, as time stamps of the time provider

    public override SourcePromise Promise => SourcePromise.Lossy;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        _context = context;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _stop = end.Token;
        var setting = options.Peers.ToSetting(plugIn, problem => HeartbeatLog.Setting(_log, plugIn.Where, problem));
        using var subscriber = new Subscriber(setting, this);
        var topics = options.Topics.Select(Topic.Complete).ToList();
        if (_heartbeats is not null && !topics.Exists(static topic => HeartbeatWatch.Topic.StartsWith(topic, StringComparison.Ordinal)))
            topics.Add(HeartbeatWatch.Topic);
        foreach (var address in options.Addresses)
            subscriber.Add(address, topics, setting.Settings.IsSecure, isFeed: false, exception => HeartbeatLog.Refused(_log, plugIn.Where, address, exception.Message));
        if (options.Services.Count > 0)
            _finder = new PublisherFinder(subscriber, setting, options.Services, topics, options.Nameserver, options.FollowsAddresses, options.Timeout, options.Refresh, plugIn.Services, plugIn.Where);
        Volatile.Write(ref _last, plugIn.Services.Time.GetTimestamp());
        List<Task> work = [OnThread(() => subscriber.Run(_stop))];
        if (_finder is not null)
            work.Add(OnThread(() => _finder.Run(_stop)));
        if (context.Once)
            work.Add(EndWhenQuiet(end));
        try
        {
            await (await Task.WhenAny(work).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(work).ConfigureAwait(false);
        }
    }

    public override void Close() => _heartbeats?.Dispose();

    public ValueTask TakeAsync(Peer peer, ReadOnlySpan<byte> frame)
    {
        if (peer.IsFeed)
        {
            Told(frame);
            return default;
        }

        Volatile.Write(ref _last, plugIn.Services.Time.GetTimestamp());
        if (_reader.Read(frame, out var read, options.Translates ? peer.Translate : null) is { } problem)
        {
            Reject(peer, frame, problem);
            return default;
        }

        if (read.Type == "beat")
            _heartbeats?.Heard(read.Subject, peer.Address, read.Metadata);
        if (_heartbeats is not null && !IsWanted(frame))
            return default;
        var payload = read.Form == DataForm.Binary ? DataOf(frame) : frame;
        var accepted = _context.AcceptAsync(new Message(KindOf(read.Type), read.Metadata, BytesPayload.Copy(payload), OriginOf(read.Subject, frame)), null, _stop);
        return accepted.IsCompletedSuccessfully ? accepted : WaitFor(accepted);
    }

    public void TakeStrange(Peer peer) =>
        _context.Reject(new Origin(_context.Name, peer.Address, ++_strange, _context.RunVersion), Failure.Permanent($"a message from {peer.Address} has several frames, so it is none of posttroll", "look what publishes there"));

    // There is no room: what has come meanwhile is not over.
    private async ValueTask WaitFor(ValueTask accepted)
    {
        _waits = true;
        await accepted.ConfigureAwait(false);
        Volatile.Write(ref _last, plugIn.Services.Time.GetTimestamp());
        _waits = false;
    }

    private void Reject(Peer peer, ReadOnlySpan<byte> frame, string problem) => _context.Reject(
        new Message(MessageKind.Event, Metadata.Empty, BytesPayload.Copy(frame), OriginOf(peer.Address, frame)),
        Failure.Permanent($"what came from {peer.Address} is no message of posttroll: {problem}", "correct what publishes it"));

    // By its content: a message that comes by two ways is one.
    private Origin OriginOf(string position, ReadOnlySpan<byte> frame) => new(_context.Name, position, -1, default(MessageId).With(frame).Low);

    private bool IsWanted(ReadOnlySpan<byte> frame)
    {
        foreach (var topic in _topics)
        {
            if (frame.StartsWith(topic))
                return true;
        }

        return false;
    }

    private void Told(ReadOnlySpan<byte> frame)
    {
        if (_feedReader.Read(frame, out var read) is not null || Announcement.Of(read) is not { } said)
            return;
        if (!said.IsThere)
            _heartbeats?.Forget(said.Uri);
        _finder?.Told(said);
    }

    private static ReadOnlySpan<byte> DataOf(ReadOnlySpan<byte> frame)
    {
        _ = PosttrollText.Read(frame, out var text);
        return text.Data;
    }

    private static MessageKind KindOf(string type) => type switch
    {
        "file" => MessageKind.File,
        "dataset" or "collection" => MessageKind.Dataset,
        _ => MessageKind.Event,
    };

    private static Task OnThread(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task EndWhenQuiet(CancellationTokenSource end)
    {
        try
        {
            while (_waits || plugIn.Services.Time.GetElapsedTime(Volatile.Read(ref _last)) < options.Quiet)
                await Task.Delay(Look, plugIn.Services.Time, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
