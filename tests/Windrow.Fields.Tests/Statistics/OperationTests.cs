using Windrow.Core.Messages;

namespace Windrow.Fields.Tests.Statistics;

public class OperationTests
{
    [Theory]
    [InlineData("instant", "12=1,-4 24=3,-8", "instant 0-24=3,-8")]
    [InlineData("average", "12=1,-4 24=3,-8", "average 0-24=2,-6")]
    [InlineData("accumulate", "12=1,-4 24=3,-8", "accumulate 0-24=4,-12")]
    [InlineData("maximum", "12=1,-4 24=3,-8", "maximum 0-24=3,-4")]
    [InlineData("minimum", "12=1,-4 24=3,-8", "minimum 0-24=1,-8")]
    [InlineData("flux-average", "12=43200,0 24=86400,172800", "average 0-24=1,2")]
    public async Task Operation_over_two_samples_gives_its_value(string operation, string samples, string product)
    {
        foreach (var single in (bool[])[false, true])
            (await Notation.Run($"output-frequency: 1d\noperations: [{operation}]", Notation.Series(samples, single))).ShouldBe(product);
    }

    [Theory]
    [InlineData("difference", "0=5,1 12=6,2 24=9,0 36=1,1 48=10,10", "difference 0-24=4,-1; difference 24-48=1,10")]
    [InlineData("inverse-difference", "0=5,1 24=9,0 48=10,10", "inverse-difference 0-24=-4,1; inverse-difference 24-48=-1,-10")]
    [InlineData("de-accumulate", "0=5,1 24=9,0 48=10,10 72=4,4", "accumulate 0-24=4,-1; accumulate 24-48=1,10; accumulate 48-72=4,4")]
    [InlineData("fixed-window-flux-average", "0=0,0 12=0,0 24=86400,172800 48=172800,172800", "average 0-24=1,2; average 24-48=1,0")]
    public async Task Operation_that_compares_begins_with_the_initial_condition(string operation, string samples, string products)
    {
        // Step 48 is the first of March, where the accumulations of the model begin anew.
        var plan = $"output-frequency: 1d\noperations: [{operation}]\noptions: {{initial-condition-present: true}}";
        (await Notation.Run(plan, Notation.Series(samples))).ShouldBe(products);
    }

    [Theory]
    [InlineData("never", "accumulate 48-72=-6")]
    [InlineData("day", "accumulate 48-72=4")]
    [InlineData("hour", "accumulate 48-72=4")]
    [InlineData("month", "accumulate 48-72=4")]
    [InlineData("year", "accumulate 48-72=-6")]
    public async Task Accumulations_that_begin_anew_are_compared_with_zero(string reset, string product)
    {
        var plan = $"output-frequency: 1d\noperations: [de-accumulate]\noptions: {{initial-condition-present: true, solver-reset-accumulate-fields-every: {reset}}}";
        (await Notation.Run(plan, Notation.Series("0=5 24=9 48=10 72=4"))).ShouldEndWith(product);
    }

    [Theory]
    [InlineData("average", "", "6=1,- 12=2,- 18=3,- 24=6,-", "average 0-24=3,-")]
    [InlineData("average", "", "6=1,2 12=2,- 18=3,4 24=6,6", "average 0-24=3,-")]
    [InlineData("accumulate", "", "12=1,- 24=2,3", "accumulate 0-24=3,-")]
    [InlineData("maximum", "", "12=1,- 24=2,3", "maximum 0-24=2,-")]
    [InlineData("minimum", "", "12=1,1 24=2,-", "minimum 0-24=1,-")]
    [InlineData("instant", "", "12=1,- 24=2,3", "instant 0-24=2,3")]
    [InlineData("instant", "", "12=1,3 24=2,-", "instant 0-24=2,-")]
    [InlineData("flux-average", "", "12=1,3 24=86400,-", "average 0-24=1,-")]
    [InlineData("average", "2", "6=1,- 12=2,- 18=3,4 24=6,6", "average 0-24=3,5")]
    [InlineData("average", "3", "6=1,- 12=2,- 18=3,4 24=6,6", "average 0-24=3,-")]
    [InlineData("average", "1", "6=-,- 12=-,- 18=-,4 24=-,6", "average 0-24=-,5")]
    [InlineData("maximum", "1", "6=1,- 12=2,-3 18=3,-4 24=6,-", "maximum 0-24=6,-3")]
    [InlineData("minimum", "2", "6=1,- 12=2,-3 18=3,-4 24=6,-", "minimum 0-24=1,-4")]
    [InlineData("minimum", "3", "6=1,- 12=2,-3 18=3,-4 24=6,-", "minimum 0-24=1,-")]
    [InlineData("accumulate", "1", "12=1,- 24=2,3", "accumulate 0-24=3,-")]
    [InlineData("average, maximum", "2", "6=1,- 12=2,- 18=3,4 24=6,6", "average 0-24=3,5; maximum 0-24=6,6")]
    [InlineData("average, accumulate", "2", "6=1,- 12=2,- 18=3,4 24=6,6", "average 0-24=3,5; accumulate 0-24=12,-")]
    public async Task Missing_values_and_thresholds_decide_on_each_point(string operations, string threshold, string samples, string products)
    {
        var options = threshold.Length == 0 ? "" : $"options: {{value-count-threshold: {threshold}}}";
        foreach (var single in (bool[])[false, true])
            (await Notation.Run($"output-frequency: 1d\noperations: [{operations}]\n{options}", Notation.Series(samples, single))).ShouldBe(products);
    }

    [Theory]
    [InlineData("maximum", "")]
    [InlineData("minimum", "")]
    [InlineData("average", "")]
    [InlineData("accumulate", "")]
    [InlineData("average", "options: {value-count-threshold: 1}")]
    public async Task Values_that_are_no_numbers_are_not_hidden(string operation, string more)
    {
        // Nine points, so that one vector and a rest are walked through.
        foreach (var single in (bool[])[false, true])
        {
            (await Notation.Run($"output-frequency: 1d\noperations: [{operation}]\n{more}", Notation.Series("12=NaN,0,0,0,0,0,0,0,0 24=0,NaN,0,0,0,0,0,0,NaN", single)))
                .ShouldBe($"{operation} 0-24=-,-,0,0,0,0,0,0,-");
        }
    }

    [Fact]
    public async Task A_missing_initial_condition_makes_the_difference_missing()
    {
        var plan = "output-frequency: 1d\noperations: [difference]\noptions: {initial-condition-present: true}";
        (await Notation.Run(plan, Notation.Series("0=5,- 24=9,2"))).ShouldBe("difference 0-24=4,-");
    }

    [Fact]
    public async Task A_sum_that_equals_the_mark_of_missing_values_stays_missing_only_where_it_is()
    {
        // 9000 + 999 is the mark itself: the window is not poisoned by meeting it on the way.
        var plan = "output-frequency: 1d\noperations: [accumulate]";
        (await Notation.Run(plan, Notation.Series("6=9000,- 12=999,1 24=1,1"))).ShouldBe("accumulate 0-24=10000,-");
    }

    [Fact]
    public async Task Product_metadata_are_those_of_multio()
    {
        var run = await Values.FieldFlow.Run(
            Notation.Action("""
                output-frequency: 1d
                operations: [average]
                mapping-param:
                  - where: {param-is: "167", operation-is: average, output-frequency-is: 1d}
                    map-to-param: "228004"
                """),
            Notation.Series("6=1 12=2 18=3 24=6"));
        var metadata = run.Products.ShouldHaveSingleItem().Metadata;
        metadata.ToString().ShouldBe(Metadata.From(
            ("startDate", 20240228L), ("startTime", 0L), ("step", 24L), ("paramId", 228004L), ("param", "228004"), ("level", 0L), ("levtype", "sfc"), ("gridType", "regular_ll"),
            ("sampleIntervalInSeconds", 21600L), ("step-frequency", 24L), ("previousDate", 20240228L), ("previousTime", 0L), ("currentDate", 20240229L), ("currentTime", 0L),
            ("startStepInHours", 0L), ("endStepInHours", 24L), ("operation", "average"), ("operation-frequency", "1d"), ("complete", true)).ToString());
        run.Counts.Absorbed.ShouldBe(4);
    }

    [Fact]
    public async Task Products_of_the_same_input_have_the_same_ids_and_differ_among_themselves()
    {
        var plan = "output-frequency: 1d\noperations: [average, maximum]";
        var first = await Values.FieldFlow.Run(Notation.Action(plan), Notation.Series("12=1 24=2 36=3"));
        var second = await Values.FieldFlow.Run(Notation.Action(plan), Notation.Series("12=1 24=2 36=3"));
        first.Products.Select(static product => product.Id).ShouldBe(second.Products.Select(static product => product.Id));
        first.Products.Select(static product => product.Id).Distinct().Count().ShouldBe(4);
    }
}
