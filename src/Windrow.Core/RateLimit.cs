namespace Windrow.Core;

/// <summary>Lets something be told at once, and then at most every ten seconds with how often it happened. Safe for several threads.</summary>
public sealed class RateLimit(TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long _told;
    private bool _isTold;
    private long _count;

    /// <summary>It has happened once more. True: it is to be told, with how often it happened since the last time.</summary>
    public bool Happened(out long count)
    {
        lock (_lock)
        {
            count = ++_count;
            var now = time.GetTimestamp();
            if (_isTold && time.GetElapsedTime(_told, now) < Every)
                return false;
            (_told, _isTold, _count) = (now, true, 0);
            return true;
        }
    }
}
