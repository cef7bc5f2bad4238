namespace Windrow.Fields.Cubes.Fields;

/// <summary>When a field is for. All times are UTC.</summary>
/// <param name="Reference">The reference time of the forecast.</param>
/// <param name="Time">The moment, or the end of the interval.</param>
/// <param name="Begin">The beginning of the interval; null for a moment.</param>
internal readonly record struct CubeTime(DateTime Reference, DateTime Time, DateTime? Begin);
