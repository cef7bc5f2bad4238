namespace Windrow.Bench;

/// <summary>One measured ratio and what it is to be.</summary>
/// <param name="Value">What was measured, in <paramref name="Unit"/>.</param>
/// <param name="Goal">The limit.</param>
/// <param name="AtMost">True: the value is to be at most the goal; false: at least.</param>
/// <param name="Detail">The figures that the ratio is made of.</param>
internal sealed record Figure(string Name, double Value, string Unit, double Goal, bool AtMost, string Detail)
{
    public bool Holds => AtMost ? Value <= Goal : Value >= Goal;
}
