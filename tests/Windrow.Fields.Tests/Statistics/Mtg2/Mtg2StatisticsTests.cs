using Windrow.Core.Messages;
using static Windrow.Fields.Tests.Statistics.Mtg2.MarsFields;

namespace Windrow.Fields.Tests.Statistics.Mtg2;

/// <summary>Windows, levels of statistics, and the metadata of products.</summary>
public class Mtg2StatisticsTests
{
    private const string Daily = "output-frequency: 1d\noperations: [average]\n";

    [Fact]
    public async Task Mean_has_the_parameter_of_the_table_and_the_timespan_of_its_window() =>
        (await Run("output-frequency: 1d\noperations: [average, maximum, minimum, stddev, instant]", Series("6=1 12=2 18=3 24=6 30=5"))).ShouldBe(
            "235130 24 24 - 3; 237130 24 24 - 6; 238130 24 24 - 1; 239130 24 24 - 1.870829; 130 24 - - 6; 235130 30 6 - 5!; 237130 30 6 - 5!; 238130 30 6 - 5!; 239130 30 6 - 0!; 130 30 - - 5!");

    [Theory]
    [InlineData(167, "average", 228004)]
    [InlineData(167, "maximum", 237167)]
    [InlineData(140229, "minimum", 144229)]
    [InlineData(260048, "accumulate", 228228)]
    [InlineData(262024, "stddev", 267024)]
    [InlineData(164, "average", 228006)]
    [InlineData(228016, "average", 235311)]
    [InlineData(162050, "stddev", 239377)]
    [InlineData(231032, "accumulate", 231033)]
    public async Task Table_follows_the_parameter_database(long param, string operation, long product) =>
        (await Run($"output-frequency: 1d\noperations: [{operation}]", Series("24=1", ("param", param)))).ShouldStartWith($"{product} ");

    [Fact]
    public async Task Param_keeps_the_type_that_it_has()
    {
        var run = await Values.FieldFlow.Run(Action(Daily), Series("24=1", ("param", "167")));
        run.Products.ShouldHaveSingleItem().Metadata.TryGetString("param", out var param).ShouldBeTrue();
        param.ShouldBe("228004");
    }

    [Fact]
    public async Task Parameter_without_a_mean_fails_with_its_first_field_unless_that_is_allowed()
    {
        (await Run(Daily, Series("24=1", ("param", 999L)))).ShouldBe("failed: there is no parameter for the average of 999");
        (await Run(Daily + "options: {disable-strict-mapping: true}", Series("24=1", ("param", 999L)))).ShouldBe("999 24 24 - 1");
    }

    [Fact]
    public async Task Window_is_emitted_by_the_first_field_behind_it()
    {
        var action = Action(Daily);
        var run = await Values.FieldFlow.Run(action, Series("6=1 24=2 30=3 54=4"));
        run.Products.Select(static product => $"{Key(product, "step")} {Key(product, "complete")}").ShouldBe(["24 True", "30 True", "54 False"], Case.Insensitive);
    }

    [Fact]
    public async Task First_window_begins_a_timespan_before_its_first_field() =>
        (await Run(Daily, Series("18=1 24=3", ("timespan", 6L), ("param", 235130L)))).ShouldBe("235130 24 12 - 2!");

    [Fact]
    public async Task Mean_of_means_is_a_mean_over_a_longer_time() =>
        (await Run(Daily, Series("6=1 12=2 18=3 24=4", ("timespan", 6L), ("param", 235130L)))).ShouldBe("235130 24 24 - 2.5");

    [Fact]
    public async Task Mean_of_maxima_is_a_statistic_of_a_second_level() =>
        (await Run(Daily, Series("6=1 12=2 18=3 24=4", ("timespan", 6L), ("param", 237130L)))).ShouldBe("237130 24 6 daav 2.5");

    [Fact]
    public async Task Squashing_can_be_switched_off() =>
        (await Run(Daily + "options: {disable-squashing: true}", Series("24=4", ("timespan", 24L), ("param", 235130L)))).ShouldBe("235130 24 24 daav 4");

    [Fact]
    public async Task Monthly_mean_of_a_daily_maximum_of_means_has_two_levels() =>
        (await Run("output-frequency: 1m\noperations: [average]", Series("24=4 48=6", ("timespan", 6L), ("stattype", "damx"), ("param", 235130L), ("date", 20240201L)), strict: false))
            .ShouldBe("failed: the average of 235130 cannot be squashed into stattype damx; failed: the average of 235130 cannot be squashed into stattype damx");

    [Theory]
    [InlineData("1m", "average", "damx", "moav_damx")]
    [InlineData("1m", "stddev", "damn", "mosd_damn")]
    [InlineData("1m", "minimum", null, "momn")]
    public async Task Levels_are_stacked(string frequency, string operation, string? inner, string expected)
    {
        (string, MetadataValue)[] more = [("timespan", 6L), ("param", 237130L), ("date", 20240201L)];
        if (inner is not null)
            more = [.. more, ("stattype", inner)];
        (await Run($"output-frequency: {frequency}\noperations: [{operation}]", Series("696=4", more))).ShouldContain($"237130 696 6 {expected} ");
    }

    [Theory]
    [InlineData("1d", "average", "damx", "is not of a longer period")]
    [InlineData("1m", "average", "moav_damx", "has two levels already")]
    [InlineData("6h", "average", null, "not windows of 6h")]
    [InlineData("1m", "accumulate", null, "has no accumulate")]
    [InlineData("1m", "average", "nonsense", "is none")]
    public async Task Levels_that_there_are_not_are_refused(string frequency, string operation, string? inner, string problem)
    {
        (string, MetadataValue)[] more = [("timespan", 1L), ("param", 237130L)];
        if (inner is not null)
            more = [.. more, ("stattype", inner)];
        (await Run($"output-frequency: {frequency}\noperations: [{operation}]", Series("24=4", more))).ShouldContain(problem);
    }

    [Fact]
    public async Task Steps_finer_than_hours_count_exactly() =>
        (await Run("output-frequency: 1h\noperations: [average]", Series("1800s=1 3600s=3 5400s=5"))).ShouldBe("235130 1 1 - 2; 235130 5400s 1800s - 5!");

    [Fact]
    public async Task Strict_multio_counts_in_hours() =>
        (await Run("output-frequency: 1h\noperations: [average]", Series("3600s=3 5400s=5"), strict: true)).ShouldContain("time goes backwards");

    [Fact]
    public async Task Product_can_be_counted_from_the_beginning_of_its_window()
    {
        var run = await Values.FieldFlow.Run(Action(Daily), Series("24=1 48=2", ("stream", "clte"), ("time", 120000L)));
        run.Products.Select(static product => $"{Key(product, "date")} {Key(product, "time")} {Key(product, "step")}").ShouldBe(["20240229 0 12", "20240301 0 12"]);
    }

    [Fact]
    public async Task Every_product_gets_the_metadata_that_are_set() =>
        (await Values.FieldFlow.Run(Action(Daily + "options: {set-metadata: {stream: clmn, note: mine}}"), Series("24=1"))).Products.Select(static product => $"{Key(product, "stream")} {Key(product, "note")}").ShouldBe(["clmn mine"]);

    [Fact]
    public async Task Spherical_harmonics_have_means_only()
    {
        var spectral = Series("24=1", ("truncation", 21L));
        (await Run("output-frequency: 1d\noperations: [average, instant]", spectral)).ShouldBe("235130 24 24 - 1; 130 24 - - 1");
        (await Run("output-frequency: 1d\noperations: [maximum]", Series("24=1", ("truncation", 21L)))).ShouldBe("failed: of spherical harmonics there are no other statistics than average and instant");
    }

    [Fact]
    public async Task Difference_goes_on_from_window_to_window() =>
        (await Run("output-frequency: 6h\noperations: [difference, inverse-difference]\noptions: {initial-condition-present: true, disable-strict-mapping: true}", Series("0=10 6=12 12=17")))
            .ShouldBe("130 6 6 - 2; 130 6 6 - -2; 130 12 6 - 5; 130 12 6 - -5");

    [Fact]
    public async Task State_at_the_beginning_of_the_first_window_is_no_sample() =>
        (await Run(Daily, Series("0=100 12=1 24=3"))).ShouldBe("235130 24 24 - 2");

    [Theory]
    [InlineData("step", "the message has no 'step'")]
    [InlineData("date", "the message has no 'date' and 'time'")]
    [InlineData("grid", "the message has neither 'grid' nor 'truncation'")]
    [InlineData("levtype", "the message has no 'levtype'")]
    public async Task Field_without_a_key_is_refused_by_its_name(string key, string expected)
    {
        var field = Series("24=1").First();
        var message = new Message(MessageKind.Field, field.Metadata.Change().Remove(key).Build(), field.Payload, new Origin("test", "memory", 1));
        (await Run(Daily, [message])).ShouldContain(expected);
    }
}
