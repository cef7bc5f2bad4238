namespace Windrow.EndToEnd.Tests.Faults;

/// <summary>One end of the program.</summary>
/// <param name="WasKilled">It did not end by itself before.</param>
/// <param name="DidWork">The state is another than before it was started.</param>
/// <param name="Left">What its state held afterwards.</param>
internal sealed record Death(Aim Aim, bool WasKilled, bool DidWork, StateCounts Left)
{
    /// <summary>It hit work that was under way; a kill that did not proves nothing.</summary>
    public bool HitWork => WasKilled && DidWork && Left.Queued + Left.Unsettled > 0;

    public override string ToString() => $"{Aim}{(WasKilled ? "" : " (ended)")} {Left.Queued}+{Left.Unsettled}{(DidWork ? "" : " idle")}";
}
