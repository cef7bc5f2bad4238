using System.Globalization;

namespace Windrow.Maps.Inputs.Planning;

/// <summary>What arkimaps calls an instant: a reference time (UTC) and a model step, of any length down to the tick.</summary>
internal readonly record struct Instant(DateTime ReferenceTime, TimeSpan Step) : IComparable<Instant>
{
    public DateTime ValidTime => ReferenceTime + Step;

    public int CompareTo(Instant other) => ReferenceTime.CompareTo(other.ReferenceTime) is not 0 and var order ? order : Step.CompareTo(other.Step);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ReferenceTime:yyyy-MM-dd'T'HH:mm:ss}Z+{StepText(Step)}");

    /// <summary>A step as people say it: <c>3 h</c>, <c>90 min</c>.</summary>
    public static string StepText(TimeSpan step) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(step.Ticks % TimeSpan.TicksPerHour == 0 ? step.TotalHours : step.TotalMinutes):0.###} {(step.Ticks % TimeSpan.TicksPerHour == 0 ? "h" : "min")}");
}
