using Windrow.Core.Programs;
using Windrow.Exec.Processes;

namespace Windrow.Exec.Workers;

/// <summary>
/// The workers of one action. They are started when they are needed; one that is lost is replaced when the next message comes. When they do not
/// start, tries have longer and longer waits between them. Safe for several threads.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly WorkerSetting _setting;
    private readonly Lock _lock = new();
    private readonly List<WorkerSeat> _seats = [];
    private readonly List<Worker> _leaving = [];
    private readonly ITimer _timer;
    private ProgramException? _problem;
    private long _problemAt;
    private TimeSpan _wait;
    private int _isWatching;

    public WorkerPool(WorkerSetting setting)
    {
        _setting = setting;
        _timer = setting.Time.CreateTimer(_ => Watch(), null, LookEvery, LookEvery);
    }

    /// <summary>Processes of the workers that are there.</summary>
    public IReadOnlyList<int> Ids
    {
        get
        {
            lock (_lock)
                return [.. _seats.Select(static seat => seat.Worker).OfType<Worker>().Where(static worker => !worker.IsLost).Select(static worker => worker.Id)];
        }
    }

    /// <summary>What the workers do that are there.</summary>
    public IReadOnlyList<ProgramProcess> Look()
    {
        Worker[] all;
        lock (_lock)
            all = [.. _seats.Select(static seat => seat.Worker).OfType<Worker>(), .. _leaving];
        return [.. all.Where(static worker => !worker.IsLost).Select(static worker => worker.Look())];
    }

    /// <summary>How many were started.</summary>
    public int Started { get; private set; }

    /// <summary>Gives messages to the worker that has the least to do.</summary>
    /// <param name="tasks">In their order; all go to one worker.</param>
    /// <param name="most">How many workers there may be.</param>
    /// <param name="stopping">The flow is to end.</param>
    /// <exception cref="ProgramException">No worker starts.</exception>
    /// <exception cref="OperationCanceledException">The flow is to end.</exception>
    public void Send(ReadOnlySpan<WorkerTask> tasks, int most, CancellationToken stopping)
    {
        var seat = Claim(most);
        try
        {
            lock (seat.Gate)
            {
                while (!Ready(seat, stopping).TrySend(tasks))
                    stopping.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            lock (_lock)
                seat.Claims--;
        }
    }

    /// <summary>Ends all workers; none is left when it returns.</summary>
    /// <param name="isForced">Without waiting for what they do.</param>
    public void End(bool isForced)
    {
        _timer.Dispose();
        Worker[] all;
        lock (_lock)
            all = [.. _seats.Select(static seat => seat.Worker).OfType<Worker>(), .. _leaving];
        foreach (var worker in all)
        {
            if (!isForced)
                worker.Retire();
        }

        foreach (var worker in all)
            worker.End(isForced);
    }

    public void Dispose() => End(isForced: true);

    private WorkerSeat Claim(int most)
    {
        lock (_lock)
        {
            WorkerSeat? best = null;
            foreach (var seat in _seats)
            {
                if (best is null || seat.Load < best.Load)
                    best = seat;
            }

            if (best is null || (best.Load > 0 && _seats.Count < most))
                _seats.Add(best = new WorkerSeat());
            best.Claims++;
            return best;
        }
    }

    private Worker Ready(WorkerSeat seat, CancellationToken stopping)
    {
        if (seat.Worker is { IsLost: false, IsUsedUp: false } ready)
            return ready;
        if (seat.Worker is { } old)
        {
            lock (_lock)
                _leaving.Add(old);
            seat.Worker = null;
            if (!old.IsLost)
            {
                _setting.Meter.Ended(ProgramEnd.Recycled);
                WorkerLog.Recycled(_setting.Log, _setting.Action, old.Id, old.Sent);
                old.Retire();
            }
        }

        seat.Worker = Start(stopping);
        return seat.Worker;
    }

    private Worker Start(CancellationToken stopping)
    {
        lock (_lock)
        {
            if (_problem is not null && _setting.Time.GetElapsedTime(_problemAt) < _wait)
                throw new ProgramException(_problem.Message, _problem) { Detail = _problem.Detail };
        }

        try
        {
            var worker = Worker.Start(_setting, stopping);
            lock (_lock)
            {
                Started++;
                _problem = null;
            }

            _setting.Meter.Started();
            WorkerLog.Started(_setting.Log, _setting.Action, _setting.Name, worker.Id);
            return worker;
        }
        catch (ProgramException exception)
        {
            lock (_lock)
            {
                _wait = _problem is null ? FirstWait : _wait >= LongestWait / 2 ? LongestWait : 2 * _wait;
                (_problem, _problemAt) = (exception, _setting.Time.GetTimestamp());
            }

            _setting.Meter.Ended(ProgramEnd.Start);
            WorkerLog.DoesNotStart(_setting.Log, _setting.Action, exception.Message, _wait.TotalSeconds);
            throw;
        }
    }

    private void Watch()
    {
        if (Interlocked.Exchange(ref _isWatching, 1) != 0)
            return;
        try
        {
            Worker[] all;
            Worker[] gone;
            lock (_lock)
            {
                gone = [.. _leaving.Where(static worker => worker.IsLost)];
                _leaving.RemoveAll(static worker => worker.IsLost);
                all = [.. _seats.Select(static seat => seat.Worker).OfType<Worker>(), .. _leaving];
            }

            foreach (var worker in gone)
                worker.Dispose();
            foreach (var worker in all)
                worker.Watch();
        }
        finally
        {
            Volatile.Write(ref _isWatching, 0);
        }
    }
}
