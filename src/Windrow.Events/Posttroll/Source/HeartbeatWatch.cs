using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Core.Messages;
using Windrow.Core.Outside;

namespace Windrow.Events.Posttroll.Source;

/// <summary>Knows when publishers have sent their last heartbeat, and tells of those that send none any more.</summary>
internal sealed class HeartbeatWatch(EngineServices services, string where, double alarm) : IDisposable
{
    public static readonly string Topic = Messages.Topic.Complete("/heartbeat");

    private static readonly MetadataKey IntervalKey = "min_interval";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = services.Logs.CreateLogger("posttroll");
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Beat> _beats = new(StringComparer.Ordinal);
    private ITimer? _timer;

    /// <summary>A heartbeat has come.</summary>
    public void Heard(string subject, string address, Metadata metadata)
    {
        if (!metadata.TryGet(IntervalKey, out var value) || !value.TryGetNumber(out var interval) || !(interval > 0))
            return;
        var now = services.Time.GetUtcNow();
        var name = $"{subject[(subject.LastIndexOf('/') + 1)..]} at {address}";
        lock (_lock)
        {
            _timer ??= services.Time.CreateTimer(_ => LookAround(), null, Look, Look);
            if (_beats.TryGetValue(name, out var before) && before.IsLost)
                HeartbeatLog.Back(_log, where, name);
            _beats[name] = new Beat(now, now + TimeSpan.FromSeconds(Math.Min(interval * alarm, TimeSpan.MaxValue.TotalSeconds / 1e6)), false);
        }

        services.Outside.Report(new OutsideHost(name, IsReachable: true, null, null, now));
    }

    /// <summary>The publisher is gone, as its nameserver says.</summary>
    public void Forget(string address)
    {
        lock (_lock)
        {
            foreach (var name in _beats.Keys.Where(name => name.EndsWith($" at {address}", StringComparison.Ordinal)).ToList())
                _beats.Remove(name);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void LookAround()
    {
        var now = services.Time.GetUtcNow();
        lock (_lock)
        {
            foreach (var (name, beat) in _beats.Where(each => !each.Value.IsLost && each.Value.Due < now).ToList())
            {
                _beats[name] = beat with { IsLost = true };
                var silent = (now - beat.Last).TotalSeconds;
                HeartbeatLog.Lost(_log, where, name, silent);
                services.Outside.Report(new OutsideHost(name, IsReachable: false, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"no heartbeat for {silent:0} s"), null, beat.Last));
            }
        }
    }

    private readonly record struct Beat(DateTimeOffset Last, DateTimeOffset Due, bool IsLost);
}
