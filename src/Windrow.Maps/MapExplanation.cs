namespace Windrow.Maps;

/// <summary>Why a product has the maps that it has.</summary>
/// <param name="Maps">How many its inputs are there for.</param>
/// <param name="Reasons">Lines for people: which input is missing at which instants, and why. Empty when none is.</param>
public sealed record MapExplanation(string Recipe, string Flavour, int Maps, IReadOnlyList<string> Reasons);
