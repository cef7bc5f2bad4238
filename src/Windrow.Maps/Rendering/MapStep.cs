namespace Windrow.Maps.Rendering;

/// <summary>One drawing operation.</summary>
/// <param name="Macro">Magics' name of it: <c>mmap</c> (parameters of the page only), <c>mcoast</c>, <c>mgrib</c>, <c>mcont</c>, <c>mwind</c>, <c>msymb</c> or <c>mgeo</c>.</param>
/// <param name="Parameters">Hold for this step only, but those of <c>mmap</c> for the whole order.</param>
public sealed record MapStep(string Macro, MapParameters Parameters);
