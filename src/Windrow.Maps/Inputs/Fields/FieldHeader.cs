using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>What planning has to know of a field.</summary>
/// <param name="Instant">Reference time, the end of the period, which is the step, and the member.</param>
/// <param name="Start">The begin of the period as a step; the step itself for an instantaneous field.</param>
/// <param name="Series">The same for fields that differ in nothing but time: parameter, level, grid.</param>
internal sealed record FieldHeader(Instant Instant, TimeSpan Start, StatisticalProcess Process, string Series)
{
    public TimeSpan End => Instant.Step;

    public TimeSpan Period => End - Start;
}
