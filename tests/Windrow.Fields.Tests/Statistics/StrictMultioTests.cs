namespace Windrow.Fields.Tests.Statistics;

/// <summary>What multio 2.11 does, defects included.</summary>
public class StrictMultioTests
{
    [Theory]
    [InlineData("[maximum]", "", "12=-1 24=-2", "maximum 0-24=2.225074E-308")]
    [InlineData("[minimum]", "", "12=-1 24=-2", "minimum 0-24=-2")]
    [InlineData("[average]", "", "6=1 12=2 18=3 24=6", "average 0-24=3")]
    [InlineData("[instant]", "", "12=1 24=2", "instant 0-24=2")]
    [InlineData("[average]", "", "12=1 24=3 36=5", "average 0-24=2")]
    [InlineData("[accumulate]", "value-count-threshold: 1", "12=1,-,- 24=2,3,-", "accumulate 0-24=3,-,-")]
    [InlineData("[average]", "value-count-threshold: 2", "12=-,-,- 24=1,3,-", "average 0-24=-,-,-")]
    [InlineData("[minimum, average]", "value-count-threshold: 2", "12=-,-,- 24=1,3,-", "minimum 0-24=1,3,-; average 0-24=0.5,1.5,-")]
    [InlineData("[flux-average]", "", "12=1 24=86400", "average 0-24=1")]
    [InlineData("[difference]", "initial-condition-present: true", "0=1 12=2 24=5 36=6 48=9", "difference 0-24=4; difference 24-48=4")]
    [InlineData("[difference]", "initial-condition-present: true", "0=1 12=5 36=9", "failed")]
    public async Task Operations_and_windows_are_those_of_multio(string operations, string more, string samples, string products)
    {
        var step = samples.StartsWith("6=", StringComparison.Ordinal) ? 6 : 12;
        var plan = $"output-frequency: 1d\noperations: {operations}\nstrict-multio-compat: true\noptions: {{step-frequency: {step}{(more.Length > 0 ? ", " + more : "")}}}";
        if (products.StartsWith("failed", StringComparison.Ordinal))
            (await Notation.Run(plan, Notation.Series(samples))).ShouldContain("upper bound violation");
        else
            (await Notation.Run(plan, Notation.Series(samples))).ShouldBe(products);
    }

    [Fact]
    public async Task Backward_windows_swallow_the_initial_condition()
    {
        var plan = "output-frequency: 1d\noperations: [average]\noptions: {step-frequency: 6, initial-condition-present: true, window-type: backward-offset}";
        (await Notation.Run(plan, Notation.Series("0=100 6=1 12=2 18=3"), strict: true)).ShouldBe("average 0-24=2");
    }

    [Fact]
    public async Task The_step_frequency_is_one_where_nothing_tells()
    {
        (await Notation.Run("output-frequency: 1d\noperations: [average]", Notation.Series("6=1 12=2"), strict: true)).ShouldBe("");
        (await Notation.Run("output-frequency: 6h\noperations: [average]", Notation.Series("6=1"), strict: true)).ShouldBe("");
        (await Notation.Run("output-frequency: 6h\noperations: [average]", Notation.Series("1=1 6=3"), strict: true)).ShouldBe("average 0-6=2");
    }

    [Fact]
    public async Task Sums_of_single_precision_round_as_single_precision()
    {
        var samples = Notation.Series("6=16777216 12=1 18=1 24=1", single: true).ToList();
        var plan = "output-frequency: 1d\noperations: [accumulate]\noptions: {step-frequency: 6}";
        (await Notation.Run(plan, samples, strict: true)).ShouldBe("accumulate 0-24=1.677722E+07");
        var strict = await Values.FieldFlow.Run(Notation.Action(plan, strict: true), Notation.Series("6=16777216 12=1 18=1 24=1", single: true));
        Values.FieldFlow.Values(strict.Products[0]).ShouldBe([16777216]);
        var right = await Values.FieldFlow.Run(Notation.Action(plan), Notation.Series("6=16777216 12=1 18=1 24=1", single: true));
        Values.FieldFlow.Values(right.Products[0]).ShouldBe([16777220]);
    }
}
