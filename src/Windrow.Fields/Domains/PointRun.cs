namespace Windrow.Fields.Domains;

/// <summary>Points that lie side by side both in a client's part and in the global field. All three count points.</summary>
/// <param name="From">The first of them in the part.</param>
/// <param name="To">The first of them in the global field.</param>
public readonly record struct PointRun(int From, int To, int Length);
