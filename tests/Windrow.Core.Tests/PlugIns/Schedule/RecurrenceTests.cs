using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Schedule;

namespace Windrow.Core.Tests.PlugIns.Schedule;

public sealed class RecurrenceTests
{
    [Theory]
    [InlineData("R/2026-01-01T00:00Z/PT15M", 0, "2026-01-01T00:00:00Z")]
    [InlineData("R/2026-01-01T00:00Z/PT15M", 5, "2026-01-01T01:15:00Z")]
    [InlineData("R/2026-01-01T00:00Z/PT15M", 3_504_000, "2125-12-08T00:00:00Z")]
    [InlineData("R/2026-01-31T06:00Z/P1M", 1, "2026-02-28T06:00:00Z")]
    [InlineData("R/2026-01-31T06:00Z/P1M", 2, "2026-03-31T06:00:00Z")]
    [InlineData("R/2028-02-29T00:00Z/P1Y", 4, "2032-02-29T00:00:00Z")]
    [InlineData("R/2026-01-01T00:00+02:00/P1D", 1, "2026-01-01T22:00:00Z")]
    [InlineData("R/2026-01-01/P1W", 1, "2026-01-08T00:00:00Z")]
    [InlineData("R/2026-01-01T00:00Z/P1M1DT1H", 2, "2026-03-03T02:00:00Z")]
    [InlineData("R/2026-01-01T00:00Z/2026-01-01T06:00Z", 3, "2026-01-01T18:00:00Z")]
    [InlineData("R2/2026-01-01T00:00Z/PT1H", 2, "2026-01-01T02:00:00Z")]
    [InlineData("R2/2026-01-01T00:00Z/PT1H", 3, null)]
    [InlineData("R/2026-01-01T00:00Z/P1Y", 8_000, null)]
    public void Times_are_counted_from_the_start(string text, long number, string? expected)
    {
        Recurrence.TryParse(text, out var recurrence).ShouldBeNull();
        (recurrence!.At(number) is { } time ? TimeText.Format(time) : null).ShouldBe(expected);
    }

    [Theory]
    [InlineData("R/2026-01-01T00:00Z/PT15M", "2025-06-01T00:00Z", 0)]
    [InlineData("R/2026-01-01T00:00Z/PT15M", "2026-01-01T00:00Z", 0)]
    [InlineData("R/2026-01-01T00:00Z/PT15M", "2026-01-01T00:00:01Z", 1)]
    [InlineData("R/2026-01-01T00:00Z/PT15M", "2026-01-01T00:15Z", 1)]
    [InlineData("R/2026-01-01T00:00Z/PT1S", "2026-12-31T00:00Z", 31_449_600)]
    [InlineData("R/2026-01-31T00:00Z/P1M", "2026-02-28T00:00:01Z", 2)]
    [InlineData("R2/2026-01-01T00:00Z/PT1H", "2027-01-01T00:00Z", 3)]
    public void First_time_that_is_not_before_another_is_found(string text, string from, long expected)
    {
        Recurrence.TryParse(text, out var recurrence).ShouldBeNull();
        TimeText.TryParse(from, out var time).ShouldBeTrue();
        recurrence!.FirstFrom(time).ShouldBe(expected);
    }

    [Theory]
    [InlineData("every quarter", "it is no repeating interval")]
    [InlineData("R/2026-01-01T00:00Z", "it is no repeating interval")]
    [InlineData("R-1/2026-01-01T00:00Z/PT1H", "'R-1' is no number of repeats")]
    [InlineData("R/soon/PT1H", "'soon' is no time to start at")]
    [InlineData("R/2026-01-01T00:00Z/1h", "'1h' is no period")]
    [InlineData("R/2026-01-01T00:00Z/PT0S", "'PT0S' is no period")]
    [InlineData("R/2026-01-01T00:00Z/PT0.5S", "is shorter than a second")]
    [InlineData("R/2026-01-01T00:00Z/P", "'P' is no period")]
    [InlineData("R/2026-01-02T00:00Z/2026-01-01T00:00Z", "the second time is not after the first")]
    public void What_is_wrong_is_said(string text, string problem) => Recurrence.TryParse(text, out _).ShouldNotBeNull().ShouldStartWith(problem.Split("is shorter")[0], Case.Sensitive);
}
