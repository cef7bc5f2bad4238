namespace Windrow.Core.Routing;

/// <summary>A plan at the end of a look-up, packed into an integer: is it matched by that, or does its filter decide?</summary>
internal static class Entry
{
    public static int Matched(int plan) => plan << 1;

    public static int Evaluated(int plan) => (plan << 1) | 1;

    public static int Plan(int entry) => entry >> 1;

    public static bool NeedsEvaluation(int entry) => (entry & 1) != 0;
}
