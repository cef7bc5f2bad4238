using System.Diagnostics;

namespace Windrow.Testing.Faults;

/// <summary>
/// Makes one operation of a run fail, in a chosen manner. One plan is given to all file systems of the run, so that it
/// counts their operations together. To try all: begin with a plan at 1 and go on behind <see cref="Struck"/> until a
/// run comes to its end without it.
/// <code>
/// for (var at = 1L; ; at = plan.Struck.Value.Number + 1) { plan = new FaultPlan(at, manner); …; if (plan.Struck is null) break; }
/// </code>
/// </summary>
public sealed class FaultPlan
{
    private readonly long _at;
    private readonly FaultManner _manner;
    private readonly Stopwatch _sinceSync = Stopwatch.StartNew();
    private readonly TaskCompletionSource _strikes = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _times = 1;

    /// <param name="at">The number of the operation, from 1. When the manner does not apply to it (a read cannot be torn), the next it applies to.</param>
    /// <param name="manner">How it fails.</param>
    /// <param name="seed">For <see cref="FaultManner.PowerCutInAnyOrder"/>: what survives.</param>
    public FaultPlan(long at, FaultManner manner, int seed = 0)
    {
        _at = at;
        _manner = manner;
        Unsynced = new UnsyncedChanges(manner == FaultManner.PowerCutInAnyOrder ? new Random(seed) : null);
    }

    /// <summary>A plan that only counts.</summary>
    public static FaultPlan Never => new(long.MaxValue, FaultManner.IoError);

    /// <summary>How many operations fail before the disk is well again: from the chosen one on, those that the manner applies to.</summary>
    public long Times { get => _times; init => _times = value; }

    /// <summary>The defect of a disk, or of whoever writes to it: syncs of databases are reported as done, and are for this long at most in a cache.</summary>
    public TimeSpan SyncLag { get; init; }

    /// <summary>Operations so far.</summary>
    public long Operations { get; private set; }

    /// <summary>The first operation that failed, or null when none did.</summary>
    public FaultOperation? Struck { get; private set; }

    /// <summary>Completes when the first operation fails.</summary>
    public Task Strikes => _strikes.Task;

    /// <summary>The process or the power is gone: nothing works any more.</summary>
    public bool IsDown { get; private set; }

    /// <summary>Held during an operation, so that none is half-way when the power goes.</summary>
    internal Lock Gate { get; } = new();

    internal UnsyncedChanges Unsynced { get; }

    /// <summary>Cuts the power now: whatever was not made durable is undone, and everything after it fails.</summary>
    public void CutPower()
    {
        lock (Gate)
        {
            IsDown = true;
            Unsynced.Undo();
        }
    }

    public override string ToString() => Struck is { } struck ? $"{_manner} at {struck}" : $"{_manner} never came, {Operations} operations";

    /// <summary>Counts an operation and says what becomes of it. Under <see cref="Gate"/>.</summary>
    internal FaultVerdict Begin(OperationKind kind, string path, long offset = 0, long length = 0)
    {
        Operations++;
        if (IsDown)
            return FaultVerdict.Fail;
        if (Operations < _at || _times == 0 || !AppliesTo(kind))
            return FaultVerdict.Pass;
        _times--;
        Struck ??= new FaultOperation(Operations, kind, path, offset, length);
        IsDown = _manner >= FaultManner.Kill;
        _strikes.TrySetResult();
        if (_manner >= FaultManner.PowerCut)
            Unsynced.Undo();
        return _manner switch
        {
            FaultManner.DiskFull => FaultVerdict.FailFull,
            FaultManner.ShortWrite => FaultVerdict.HalfAndFail,
            FaultManner.TornWrite => FaultVerdict.HalfAndPass,
            FaultManner.LostOperation => FaultVerdict.Pretend,
            _ => FaultVerdict.Fail,
        };
    }

    /// <summary>Whether a sync is only reported as done; see <see cref="SyncLag"/>. Under <see cref="Gate"/>.</summary>
    internal bool PretendsToSync()
    {
        if (_sinceSync.Elapsed < SyncLag)
            return true;
        _sinceSync.Restart();
        return false;
    }

    private bool AppliesTo(OperationKind kind) => _manner switch
    {
        FaultManner.DiskFull or FaultManner.ShortWrite or FaultManner.TornWrite => kind == OperationKind.Write,
        FaultManner.LostOperation => kind is OperationKind.Delete or OperationKind.Truncate,
        _ => true,
    };
}
