using Windrow.Core.Errors;

namespace Windrow.Maps.Rendering;

/// <summary>What became of an order.</summary>
/// <param name="Order">The order's name.</param>
/// <param name="Outputs">The PNG files, whole and durable; none when it failed.</param>
/// <param name="Duration">That drawing and postprocessing took.</param>
/// <param name="Warnings">What was doubtful; the map was drawn nevertheless.</param>
/// <param name="Failure">
/// Why there is no map: permanent (a missing file, a bad parameter), transient (the worker died or hung, twice), or a fault
/// of the program; null when it was drawn.
/// </param>
public sealed record RenderResult(string Order, IReadOnlyList<string> Outputs, TimeSpan Duration, IReadOnlyList<string> Warnings, Failure? Failure);
