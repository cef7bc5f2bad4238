using System.Diagnostics;

namespace Windrow.FlowTesting.Clock;

/// <summary>
/// Tells when nothing moves any more until the clock does: no thread of the pool works, none of its work waits, and the state store has written
/// what it was given. It looks at the pool of the whole process, so the process runs one test at a time and nothing beside it, and whoever waits
/// here is no thread of the pool.
/// </summary>
/// <param name="patience">What takes longer is not waiting for the clock but stuck, in a program that an action runs as a rule.</param>
internal sealed class Stillness(Func<long> writesUnderWay, TimeSpan patience)
{
    /// <exception cref="TimeoutException">It goes on and on.</exception>
    public void Await()
    {
        var started = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (!IsStill())
        {
            spin.SpinOnce(sleep1Threshold: 100);
            if (spin.Count % 1_000 == 0 && Stopwatch.GetElapsedTime(started) > patience)
                throw new TimeoutException($"the flow was busy for {patience.TotalSeconds:0} s without an end");
        }
    }

    private bool IsStill() => IsPoolIdle() && writesUnderWay() == 0 && IsPoolIdle();

    private static bool IsPoolIdle()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return available == most && ThreadPool.PendingWorkItemCount == 0;
    }
}
