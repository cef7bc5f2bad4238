namespace Windrow.Core.Deliveries;

internal static class Worst
{
    /// <summary>Raises a shared outcome to <paramref name="outcome"/> unless it already is as bad.</summary>
    public static void Raise(ref int shared, Outcome outcome)
    {
        var seen = Volatile.Read(ref shared);
        while (seen < (int)outcome)
        {
            var before = Interlocked.CompareExchange(ref shared, (int)outcome, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
