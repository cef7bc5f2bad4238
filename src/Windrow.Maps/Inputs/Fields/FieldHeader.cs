using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>What planning has to know of a field.</summary>
/// <param name="Instant">Reference time and the end of the period, which is the step.</param>
/// <param name="Start">The begin of the period as a step; the step itself for an instantaneous field.</param>
/// <param name="Member">The number of the member of an ensemble; null for a forecast that is alone, and for the control.</param>
/// <param name="Series">The same for fields that differ in nothing but time: parameter, level, grid.</param>
internal sealed record FieldHeader(Instant Instant, TimeSpan Start, StatisticalProcess Process, long? Member, string Series)
{
    public TimeSpan End => Instant.Step;

    public TimeSpan Period => End - Start;
}
