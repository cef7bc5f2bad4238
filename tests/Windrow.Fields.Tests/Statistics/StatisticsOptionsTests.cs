using Windrow.Fields.Statistics;
using Windrow.Fields.Statistics.Windows;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Statistics;

public class StatisticsOptionsTests
{
    [Theory]
    [InlineData("options: {restart-time: yesterday}", "'yesterday' is no time of a restart")]
    [InlineData("options: {restart-prefix: ../x}", "'../x' is no folder below 'restart-path'")]
    [InlineData("options: {restart: true}", "'restart'")]
    [InlineData("options: {value-count-threshold: 0}", "a threshold of 0 asks for nothing")]
    [InlineData("operations: [difference]", "compares with the state before the first window")]
    [InlineData("operations: [average, average]", "named twice")]
    [InlineData("operations: []", "no operation is named")]
    [InlineData("operations: [averge]", "average")]
    [InlineData("output-frequency: 5h\nalign: true", "cannot be aligned")]
    [InlineData("output-frequency: 0d", "a whole number with h, d or m, from 1 to 100000 hours or days, or 11900 months")]
    [InlineData("output-frequency: 1w", "a whole number with h, d or m, from 1 to 100000 hours or days, or 11900 months")]
    [InlineData("output-frequency: 99999999999d", "a whole number with h, d or m, from 1 to 100000 hours or days, or 11900 months")]
    [InlineData("output-frequency: 12000m", "or 11900 months")]
    [InlineData("key: [a, b, c, d, e, f, g, h, i, j, k]", "more than 10 keys")]
    public void Wrong_option_is_reported_with_what_to_write(string text, string finding)
    {
        var yaml = text;
        if (!text.Contains("output-frequency", StringComparison.Ordinal))
            yaml += "\noutput-frequency: 1d";
        if (!text.Contains("operations", StringComparison.Ordinal))
            yaml += "\noperations: [average]";
        FieldFlow.Bind(StatisticsOptions.Set, yaml, out var diagnostics);
        diagnostics.ToString().ShouldContain(finding);
        diagnostics.ErrorCount.ShouldBe(1);
    }

    [Theory]
    [InlineData("1h", 1, PeriodUnit.Hour)]
    [InlineData("6hour", 6, PeriodUnit.Hour)]
    [InlineData("10d", 10, PeriodUnit.Day)]
    [InlineData("1day", 1, PeriodUnit.Day)]
    [InlineData("3m", 3, PeriodUnit.Month)]
    [InlineData("1month", 1, PeriodUnit.Month)]
    public void Output_frequency_takes_the_forms_of_multio(string text, int count, PeriodUnit unit) =>
        FieldFlow.Bind(StatisticsOptions.Set, $"output-frequency: {text}\noperations: [average]").Period.ShouldBe(new Period(count, unit));
}
