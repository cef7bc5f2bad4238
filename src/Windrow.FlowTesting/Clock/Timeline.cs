namespace Windrow.FlowTesting.Clock;

/// <summary>Lets the time of a test pass: everything that falls due happens at its time, and is over before the clock moves on.</summary>
/// <param name="isWaitedFor">Whether something is under way that no thread of this process works on, such as a picture that another one draws.</param>
/// <param name="patience">How long that may take, by the clock on the wall.</param>
internal sealed class Timeline(TestClock clock, Stillness stillness, Func<bool> isWaitedFor, TimeSpan patience)
{
    // What comes again and again, such as a look around every 200 ms, is let out where it would make more steps than this.
    private const int MostLooks = 1_000;

    /// <summary>Completes what can be without the clock moving.</summary>
    public void Settle()
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            stillness.Await();
            if (clock.RunNext())
                continue;
            if (!isWaitedFor() || System.Diagnostics.Stopwatch.GetElapsedTime(started) > patience)
                return;
            Thread.Yield();
        }
    }

    public void PassUntil(DateTimeOffset instant)
    {
        var grain = (instant - clock.GetUtcNow()) / MostLooks;
        while (true)
        {
            Settle();
            if (clock.NextDue(grain) is not { } due || due >= instant)
                break;
            clock.MoveTo(due);
        }

        clock.MoveTo(instant);
        Settle();
    }

    /// <summary>Lets time pass until something is so.</summary>
    /// <returns>False: it is not so even after the longest time.</returns>
    public bool PassUntil(Func<bool> isSo, TimeSpan longest)
    {
        var end = clock.GetUtcNow() + longest;
        var grain = TimeSpan.Zero;
        for (var steps = 0; ; steps++)
        {
            Settle();
            if (isSo())
                return true;

            // What is due in a second is waited for exactly; what is due in a month does not take a million looks.
            if (steps > 200 && steps % 50 == 0)
                grain = grain == TimeSpan.Zero ? TimeSpan.FromMilliseconds(400) : grain * 1.5;
            if (clock.NextDue(grain) is not { } due || due > end)
                return false;
            clock.MoveTo(due);
        }
    }
}
