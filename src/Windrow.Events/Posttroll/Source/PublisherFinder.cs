using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Events.Posttroll.Discovery;
using Windrow.Events.Posttroll.Sockets;
using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Source;

/// <summary>Finds the publishers of some services through a nameserver, at the beginning, as it tells of them later, and by asking again from time to time.</summary>
internal sealed class PublisherFinder(
    Subscriber subscriber, SocketSetting setting, IReadOnlyList<string> services, IReadOnlyList<string> topics, string nameserver, bool follows, TimeSpan timeout, TimeSpan refresh, EngineServices engine, string where)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = engine.Logs.CreateLogger("posttroll");
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private bool _isDown;

    /// <summary>Looks for publishers until it is stopped. For a thread of its own.</summary>
    public void Run(CancellationToken stop)
    {
        if (follows)
            subscriber.Add(Endpoint.AtPort(nameserver, setting.Settings.AddressPublishPort), [Announcement.Topic], setting.Settings.IsSecure, isFeed: true, exception => DiscoveryLog.CannotListen(_log, nameserver, exception.Message));
        var client = new NameserverClient(setting, nameserver, setting.Settings.IsSecure, engine.Time);
        try
        {
            // Often at first: a publisher may come between the answer and the moment when its coming would be heard of.
            for (var pause = FirstPause; ; pause = 2 * pause < refresh ? 2 * pause : refresh)
            {
                var isAnswered = true;
                foreach (var service in services)
                    isAnswered &= Ask(client, service, stop);
                if (isAnswered)
                    Task.Delay(pause < refresh ? pause : refresh, engine.Time, stop).GetAwaiter().GetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>The nameserver tells of a publisher that has come or gone.</summary>
    public void Told(Announcement said)
    {
        if (!services.Any(said.Has))
            return;
        if (said.IsThere)
            Listen(said);
        else
            subscriber.Remove(said.Uri);
    }

    private bool Ask(NameserverClient client, string service, CancellationToken stop)
    {
        IReadOnlyList<Announcement>? found;
        try
        {
            found = client.Find(service, timeout, stop);
        }
        catch (ZeroMqException exception)
        {
            DiscoveryLog.CannotListen(_log, client.Address, exception.Message);
            Task.Delay(timeout, engine.Time, stop).GetAwaiter().GetResult();
            return false;
        }

        if (found is null)
        {
            if (!_isDown)
                DiscoveryLog.NoAnswer(_log, where, client.Address);
            _isDown = true;
            return false;
        }

        if (_isDown)
            DiscoveryLog.AnswersAgain(_log, where, client.Address);
        _isDown = false;
        if (found.Count > 0)
            _missing.Remove(service);
        else if (_missing.Add(service))
            TellMissing(service, client.Address);
        foreach (var each in found)
            Listen(each);
        return true;
    }

    private void Listen(Announcement said)
    {
        if (said.IsTooNew)
            DiscoveryLog.Strange(_log, said.Uri, "it speaks a newer version than v1.2");
        else
            subscriber.Add(said.Uri, topics, said.IsSecure, isFeed: false, exception => DiscoveryLog.CannotListen(_log, said.ToString(), exception.Message));
    }

    private void TellMissing(string service, string nameserver)
    {
        if (service.Length == 0)
            DiscoveryLog.NoPublisher(_log, where, nameserver);
        else
            DiscoveryLog.NoService(_log, where, service);
    }
}
