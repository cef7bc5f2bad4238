using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Events.Posttroll.Sockets;
using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Discovery;

/// <summary>Tells again and again that a publisher is there: nameservers that are named, or whoever listens to the multicast group.</summary>
internal sealed class Announcer(SocketSetting setting, EngineServices services, string where, IReadOnlyList<string> nameservers, TimeSpan interval, Func<DateTime, byte[]> compose) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = services.Logs.CreateLogger("posttroll");
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _down = new(StringComparer.Ordinal);
    private Task[] _work = [];

    /// <summary>Completes when it was told once, to somebody.</summary>
    public Task First => _first.Task;

    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="Windrow.Core.Errors.FailureException">The multicast group is none.</exception>
    public void Start()
    {
        var group = nameservers.Count == 0 ? new MulticastGroup(setting.Settings) : null;

        // One for each, so that a nameserver that does not answer does not keep the others waiting.
        _work = group is not null ? [Repeat(_ => Broadcast(group))] : [.. nameservers.Select(nameserver => Repeat(stop => Register(nameserver, stop)))];
    }

    public void Dispose()
    {
        _stop.Cancel();
        Task.WaitAll(_work);
        _stop.Dispose();
    }

    private Task Repeat(Action<CancellationToken> tell) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                while (!_stop.IsCancellationRequested)
                {
                    tell(_stop.Token);
                    Task.Delay(interval, services.Time, _stop.Token).GetAwaiter().GetResult();
                }
            }
            catch (OperationCanceledException)
            {
                // Stopped.
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private void Broadcast(MulticastGroup group)
    {
        try
        {
            using var socket = group.OpenSender();
            socket.Send(compose(services.Time.GetUtcNow().UtcDateTime));
            Told(group.ToString());
        }
        catch (SocketException exception)
        {
            NotTold(group.ToString(), exception.Message);
        }
    }

    private void Register(string nameserver, CancellationToken stop)
    {
        var address = Endpoint.Of(nameserver, setting.Settings.BroadcastPort);
        try
        {
            var answer = Asking.Ask(setting, address, compose(services.Time.GetUtcNow().UtcDateTime), setting.Settings.IsSecure, Patience, services.Time, stop);
            if (answer is null)
                NotTold(address, "it does not answer");
            else
                Told(address);
        }
        catch (ZeroMqException exception)
        {
            NotTold(address, exception.Message);
        }
    }

    private void Told(string whom)
    {
        _first.TrySetResult();
        lock (_down)
        {
            if (_down.Remove(whom))
                DiscoveryLog.ToldAgain(_log, where, whom);
        }
    }

    private void NotTold(string whom, string reason)
    {
        lock (_down)
        {
            if (_down.Add(whom))
                DiscoveryLog.NotTold(_log, where, whom, reason);
        }
    }
}
