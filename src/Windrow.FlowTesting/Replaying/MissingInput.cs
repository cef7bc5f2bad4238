namespace Windrow.FlowTesting.Replaying;

/// <summary>An input that cannot be brought in again.</summary>
/// <param name="Position">Where it was brought in from.</param>
/// <param name="Why">For people.</param>
public sealed record MissingInput(string Source, string Position, string Why);
