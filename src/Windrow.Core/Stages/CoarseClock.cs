namespace Windrow.Core.Stages;

/// <summary>
/// A clock that costs no more than a field, so that every message can be stamped: it is moved on twice a second. Over
/// any other clock than the system's, such as a test's, it is exact. Safe for several threads.
/// </summary>
internal sealed class CoarseClock
{
    private const long TenthsPerSecond = 10;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly Lazy<CoarseClock> OfSystem = new(static () => new CoarseClock(TimeProvider.System, isMoved: true));

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer? _mover;
    private uint _now;

    private CoarseClock(TimeProvider time, bool isMoved)
    {
        (_time, _start) = (time, time.GetTimestamp());
        if (isMoved)
            _mover = time.CreateTimer(_ => Volatile.Write(ref _now, Exact()), null, Step, Step);
    }

    /// <summary>Tenths of a second since some moment, which never go back; up to half a second late.</summary>
    public uint Tenths => _mover is null ? Exact() : Volatile.Read(ref _now);

    public static CoarseClock Of(TimeProvider time) => ReferenceEquals(time, TimeProvider.System) ? OfSystem.Value : new CoarseClock(time, isMoved: false);

    /// <summary>How long ago it showed a time.</summary>
    public TimeSpan Since(uint tenths) => TimeSpan.FromSeconds(Math.Max(0, (double)Exact() - tenths) / TenthsPerSecond);

    private uint Exact() => (uint)(_time.GetElapsedTime(_start).Ticks / (TimeSpan.TicksPerSecond / TenthsPerSecond));
}
