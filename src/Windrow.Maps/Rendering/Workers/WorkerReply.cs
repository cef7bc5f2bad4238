using Windrow.Core.Errors;

namespace Windrow.Maps.Rendering.Workers;

/// <summary>What a worker says of one order, in one line.</summary>
/// <param name="Outputs">The files that were written.</param>
/// <param name="Warnings">What Magics and the checks warned of.</param>
/// <param name="Seconds">That drawing and postprocessing took.</param>
/// <param name="ResidentBytes">The worker's memory afterwards.</param>
/// <param name="IsSpoiled">The worker has to be replaced.</param>
/// <param name="FailureClass">Null when the map was drawn.</param>
internal sealed record WorkerReply(
    IReadOnlyList<string> Outputs, IReadOnlyList<string> Warnings, double Seconds, long ResidentBytes, bool IsSpoiled,
    ErrorClass? FailureClass = null, string? Reason = null, string? Advice = null)
{
    public RenderResult ToResult(MapOrder order) => new(
        order.Name, Outputs, TimeSpan.FromSeconds(Seconds), Warnings,
        FailureClass is { } kind ? new Failure(kind, Reason ?? "no reason was given", Advice) : null);
}
