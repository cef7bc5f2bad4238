namespace Windrow.FlowTesting.Judging;

/// <summary>A field of a file.</summary>
/// <param name="Name">What tells it from other fields, for people.</param>
/// <param name="Values">In the order of the file; NaN: missing.</param>
internal sealed record NamedField(string Name, double[] Values);
