using System.Globalization;

namespace Windrow.Maps.Inputs.Planning;

/// <summary>What arkimaps calls an instant, for each member of an ensemble: what belongs to one is never combined with what belongs to another.</summary>
/// <param name="ReferenceTime">UTC.</param>
/// <param name="Step">The model step, of any length down to the tick.</param>
/// <param name="Member">The number of the member, from 1; null for a forecast that is alone, and for the control.</param>
internal readonly record struct Instant(DateTime ReferenceTime, TimeSpan Step, long? Member = null) : IComparable<Instant>
{
    public DateTime ValidTime => ReferenceTime + Step;

    public int CompareTo(Instant other) =>
        ReferenceTime.CompareTo(other.ReferenceTime) is not 0 and var order ? order
        : Step.CompareTo(other.Step) is not 0 and var later ? later
        : Nullable.Compare(Member, other.Member);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ReferenceTime:yyyy-MM-dd'T'HH:mm:ss}Z+{StepText(Step)}{(Member is null ? "" : " of member ")}{Member}");

    /// <summary>A step as people say it: <c>3 h</c>, <c>90 min</c>.</summary>
    public static string StepText(TimeSpan step) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(step.Ticks % TimeSpan.TicksPerHour == 0 ? step.TotalHours : step.TotalMinutes):0.###} {(step.Ticks % TimeSpan.TicksPerHour == 0 ? "h" : "min")}");
}
