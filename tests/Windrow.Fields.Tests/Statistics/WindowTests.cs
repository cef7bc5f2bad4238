using Windrow.Core.Messages;

namespace Windrow.Fields.Tests.Statistics;

public class WindowTests
{
    private const string SixHourly = "6=1 12=2 18=3 24=6 30=10 36=20 42=30 48=40";

    [Theory]
    [InlineData("", SixHourly, "average 0-24=3; average 24-48=25")]
    [InlineData("options: {step-frequency: 6}", SixHourly, "average 0-24=3; average 24-48=25")]
    [InlineData("options: {window-type: backward-offset}", "0=9 6=1 12=2 18=4 24=6", "average 0-24=4; average 24-24=6!")]
    [InlineData("options: {window-type: backward-offset, step-frequency: 6}", "0=9 6=1 12=2 18=4", "average 0-24=4")]
    [InlineData("", "3=1 9=2 15=3 21=6 27=5", "average 0-24=3; average 24-27=5!")]
    [InlineData("", "6=1 12=3 54=5 60=7", "average 0-24=2; average 48-60=6!")]
    [InlineData("", "6=1 12=3", "average 0-12=2!")]
    [InlineData("partial-windows: drop", "6=1 12=3", "")]
    [InlineData("options: {step-frequency: 6}", "6=1 12=3 24=5 30=1", "average 0-24=3!; average 24-30=1!")]
    [InlineData("options: {step-frequency: 6}", "12=1 18=3 24=5", "average 6-24=3!")]
    [InlineData("options: {initial-condition-present: true}", "0=100 6=1 12=2 18=3 24=6", "average 0-24=3")]
    [InlineData("options: {initial-condition-present: true}", "6=100 12=2 18=3 24=7", "average 6-24=4!")]
    [InlineData("options: {initial-condition-present: true, window-type: backward-offset}", "0=9 6=1 12=2 18=4 24=6", "average 0-24=4; average 24-24=6!")]
    [InlineData("options: {initial-condition-present: true}", "0=100", "")]
    public async Task Daily_windows_hold_their_samples(string more, string samples, string products)
    {
        var plan = $"output-frequency: 1d\noperations: [average]\n{more}";
        (await Notation.Run(plan, Notation.Series(samples))).ShouldBe(products);
    }

    [Theory]
    [InlineData("12h", "", "6=1 12=3 18=5 24=7", "average 0-12=2; average 12-24=6")]
    [InlineData("1h", "", "1=1 2=3", "average 0-1=1; average 1-2=3")]
    [InlineData("2d", "", "24=1 48=3 72=5 96=7", "average 0-48=2; average 48-96=6")]
    [InlineData("1m", "", "24=1 48=3 72=5", "average 0-48=2!; average 48-72=5!")]
    [InlineData("1month", "", "24=1 48=3 792=5", "average 0-48=2!; average 48-792=5")]
    [InlineData("2m", "", "48=2 792=4 1536=6", "average 0-792=3!; average 792-1536=6!")]
    [InlineData("2m", "align: true", "48=2 792=4 1512=6", "average 0-48=2!; average 48-1512=5")]
    public async Task Windows_of_other_lengths_follow_the_calendar(string length, string more, string samples, string products)
    {
        // The reference time is 28 February 2024, of a leap year: March begins with step 48.
        var plan = $"output-frequency: {length}\noperations: [average]\n{more}";
        (await Notation.Run(plan, Notation.Series(samples))).ShouldBe(products);
    }

    [Fact]
    public async Task A_row_of_windows_is_counted_from_the_reference_time_whichever_sample_comes_first()
    {
        (await Notation.Run("output-frequency: 12h\noperations: [average]", Notation.Series("18=1 24=3"))).ShouldBe("average 12-24=2");
    }

    [Theory]
    [InlineData("forward-offset", "average 0-24=1!; average 0-18=4!")]
    [InlineData("backward-offset", "average 0-18=3.25!")]
    public async Task Analyses_are_a_series_over_their_dates(string type, string products)
    {
        double[] values = [1, 2, 4, 6];
        var analyses = values.Select(static (value, i) => Analysis(20240228, i * 600L, value, i));
        var plan = $"output-frequency: 1d\noperations: [average]\noptions: {{window-type: {type}}}";
        (await Notation.Run(plan, analyses)).ShouldBe(products);
    }

    [Fact]
    public async Task The_mean_of_analyses_stands_behind_its_beginning()
    {
        double[] values = [1, 2, 4, 6];
        var run = await Values.FieldFlow.Run(
            Notation.Action("output-frequency: 1d\noperations: [average]\noptions: {window-type: backward-offset}"),
            values.Select(static (value, i) => Analysis(20240228, i * 600L, value, i)));
        run.Products.ShouldHaveSingleItem().Metadata.TryGetInt64("step", out var step).ShouldBeTrue();
        step.ShouldBe(18);
    }

    [Fact]
    public async Task A_sample_that_goes_back_in_time_fails_and_a_duplicate_is_dropped()
    {
        var series = Notation.Series("6=1 12=3 6=9 18=5 24=7").ToList();
        series.Insert(2, Notation.Field(12, [3], index: 1));
        (await Notation.Run("output-frequency: 1d\noperations: [average]", series)).ShouldBe(
            "average 0-24=4; failed: 167/0/sfc/regular_ll/double/1/-/-/-/-/-: time goes backwards: the field is for 2024-02-28T06:00:00Z, the one before it was for 2024-02-28T12:00:00Z");
    }

    [Fact]
    public async Task A_sample_of_a_window_that_the_frequency_closed_fails()
    {
        var plan = "output-frequency: 1d\noperations: [average]\noptions: {step-frequency: 12}";
        (await Notation.Run(plan, Notation.Series("9=1 15=3 21=5"))).ShouldContain("in a window that was emitted");
    }

    [Fact]
    public async Task Fields_that_differ_in_parameter_level_member_or_grid_have_windows_of_their_own()
    {
        (string, MetadataValue)[][] differences = [[("paramId", 168L)], [("level", 2L)], [("levtype", "pl")], [("number", 4L)], [("gridType", "sh")], [("expver", "0079")], []];
        var messages = differences.SelectMany((more, i) => Notation.Series("12=1 24=3", more: more).Select(message =>
            new Message(message.Kind, message.Metadata, message.Payload, new Origin("test", $"series {i}", message.Origin.Offset))));
        (await Notation.Run("output-frequency: 1d\noperations: [average]", messages)).ShouldBe(string.Join("; ", Enumerable.Repeat("average 0-24=2", 7)));
    }

    [Theory]
    [InlineData("step", "neither 'endStep' nor 'step'")]
    [InlineData("startDate", "no reference time")]
    [InlineData("level", "neither 'level' nor levelist")]
    [InlineData("gridType", "no 'gridType'")]
    [InlineData("paramId", "neither 'param' nor paramId")]
    public async Task A_message_that_lacks_a_key_fails_and_names_it(string key, string reason)
    {
        var message = Notation.Field(6, [1]);
        message.Metadata = message.Metadata.Change().Remove(key).Build();
        (await Notation.Run("output-frequency: 1d\noperations: [average]", [message])).ShouldContain(reason);
    }

    [Theory]
    [InlineData("dataDate", 20240228L, "dataTime", "1200", "6", "average 0-6=1!")]
    [InlineData("date", 20240228L, "time", "1200", "360m", "average 0-6=1!")]
    public async Task The_names_of_ecCodes_and_MARS_are_understood(string dateKey, long date, string timeKey, string time, string step, string product)
    {
        var message = Notation.Field(6, [1]);
        message.Metadata = message.Metadata.Change().Remove("startDate").Remove("startTime").Set(dateKey, date).Set(timeKey, time).Set("step", step).Build();
        (await Notation.Run("output-frequency: 1d\noperations: [average]", [message])).ShouldBe(product);
    }

    private static Message Analysis(long date, long time, double value, int index)
    {
        var message = Notation.Field(0, [value], index: index);
        message.Metadata = message.Metadata.Change().Remove("startDate").Remove("startTime").Set("date", date).Set("time", time).Build();
        return message;
    }
}
