namespace Windrow.Core.Expectations;

/// <summary>How an expectation stands at a moment.</summary>
/// <param name="Since">From when on it is judged, UTC.</param>
/// <param name="Latest">The last time whose result was due; null: none was.</param>
/// <param name="Troubles">What is not as expected, the newest first, with who is to blame where that is found.</param>
public sealed record ExpectationStanding(Expectation Expectation, DateTime Since, Judgement? Latest, IReadOnlyList<(Judgement Judgement, string? Culprit)> Troubles);
