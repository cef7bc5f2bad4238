using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Inputs.TimeStatistics;

namespace Windrow.Maps.Tests.Inputs;

public sealed class AverageTests
{
    private static readonly DateTime Run = new(2026, 1, 10, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Squares_of_three_hourly_steps_have_the_means_that_libsim_gives()
    {
        var results = TestGrib.DeriveAll(
            new AverageDerivation("t2mavg", "t2m", TimeSpan.FromHours(24)),
            [.. Enumerable.Range(0, 17).Reverse().Select(static i => (0, TestGrib.Ifs(167, 3 * i, [9 * i * i, double.NaN, i == 3 ? double.NaN : 280])))]);
        results.Values.Select(static result => TestGrib.Key(result.Octets, "stepRange")).ShouldBe(["0-24", "24-48"]);
        var (first, second) = (results.Values.First().Octets, results.Values.Last().Octets);
        TestGrib.ShouldBeClose(TestGrib.Values(first), [204, double.NaN, 280], 1e-6);
        TestGrib.ShouldBeClose(TestGrib.Values(second), [1356, double.NaN, 280], 1e-6);
        TestGrib.Key(first, "timeRangeIndicator").ShouldBe("3");
        TestGrib.Key(first, "numberIncludedInAverage").ShouldBe("9");
        TestGrib.Key(first, "typeOfLevel").ShouldBe("heightAboveGround");
        TestGrib.Key(first, "level").ShouldBe("2");
    }

    [Theory]
    [InlineData("12 18 24", "")]
    [InlineData("0 24", "24:0,24")]
    [InlineData("0 12 21", "")]
    [InlineData("0 6 24 48", "24:0,6,24 48:24,48")]
    [InlineData("3 27 51", "")]
    [InlineData("24 30 48", "48:24,30,48")]
    [InlineData("0 0.25 0.5 24", "24:0,0.25,0.5,24")]
    public void Window_gives_a_mean_when_both_of_its_ends_are_there(string steps, string expected)
    {
        var plan = Filled(24, steps);
        string.Join(' ', plan.Results.Select(static result =>
            $"{result.Instant.Step.TotalHours}:{string.Join(',', result.Messages.Select(static message => message.Instant.Step.TotalHours.ToString(System.Globalization.CultureInfo.InvariantCulture)))}")).ShouldBe(expected);
    }

    [Fact]
    public void Field_that_comes_late_within_a_window_makes_a_revision()
    {
        var plan = Filled(24, "0 24");
        plan.Add(Message(9, 12)).ShouldHaveSingleItem().Messages.Select(static message => message.Id).ShouldBe([0, 9, 1]);
        plan.Add(Message(10, 30)).ShouldBeEmpty();
    }

    [Fact]
    public void Gaps_say_which_end_is_missing() =>
        Filled(24, "12 18 24").Gaps.ShouldHaveSingleItem().ShouldBe(new PlanGap(new Instant(Run, TimeSpan.FromHours(24)), "there is no instantaneous t2m at 0 h"));

    [Fact]
    public void Accumulations_and_averages_are_no_instantaneous_fields() =>
        TestGrib.DeriveAll(
            new AverageDerivation("x", "y", TimeSpan.FromHours(3)), (0, TestGrib.Precipitation(0, 0, [1])), (0, TestGrib.Precipitation(0, 3, [1]))).ShouldBeEmpty();

    [Fact]
    public void Point_needs_the_fraction_that_is_asked_for()
    {
        (int, byte[])[] messages = [(0, TestGrib.Ifs(167, 0, [280, 280])), (0, TestGrib.Ifs(167, 1, [double.NaN, 281])), (0, TestGrib.Ifs(167, 2, [double.NaN, double.NaN]))];
        float[] With(double fraction) => TestGrib.Values(TestGrib.DeriveAll(new AverageDerivation("x", "y", TimeSpan.FromHours(2), fractionValid: fraction), messages).Values.Single().Octets);
        TestGrib.ShouldBeClose(With(0), [280, 280.5], 1e-6);
        TestGrib.ShouldBeClose(With(0.5), [double.NaN, 280.5], 1e-6);
        TestGrib.ShouldBeClose(With(1), [double.NaN, double.NaN], 1e-6);
    }

    [Fact]
    public void Mean_of_grib2_fields_becomes_a_statistic_over_the_period()
    {
        static (int, byte[]) Make(int step, double value) => (0, TestGrib.Make(
            2, [value], ("parameterCategory", 0), ("parameterNumber", 0), ("dataDate", 20260110), ("dataTime", 0), ("typeOfFirstFixedSurface", 103), ("forecastTime", step)));
        var result = TestGrib.DeriveAll(new AverageDerivation("x", "y", TimeSpan.FromHours(6)), Make(6, 280), Make(9, 281), Make(12, 285)).Values.ShouldHaveSingleItem().Octets;
        TestGrib.Key(result, "stepRange").ShouldBe("6-12");
        TestGrib.Key(result, "stepType").ShouldBe("avg");
        TestGrib.Key(result, "productDefinitionTemplateNumber").ShouldBe("8");
        TestGrib.Key(result, "dayOfEndOfOverallTimeInterval").ShouldBe("10");
        TestGrib.Key(result, "hourOfEndOfOverallTimeInterval").ShouldBe("12");
        TestGrib.ShouldBeClose(TestGrib.Values(result), [282], 1e-6);
        FieldHeaderReader.Read(result).Process.ShouldBe(StatisticalProcess.Average);
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("254:0", 2)]
    [InlineData("254:0", double.NaN)]
    public void Setting_that_is_not_possible_is_refused(string statistic, double fraction) =>
        Should.Throw<InputDefinitionException>(() => new AverageDerivation("x", "y", TimeSpan.FromHours(2), statistic, fraction));

    private static DerivationPlan Filled(int step, string steps)
    {
        var plan = new DerivationPlan(new AverageDerivation("t2mavg", "t2m", TimeSpan.FromHours(step)));
        var id = 0;
        foreach (var text in steps.Split(' '))
            plan.Take(Message(id++, double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
        return plan;
    }

    private static AvailableMessage Message(int id, double step) =>
        new(id, 0, new FieldHeader(new Instant(Run, TimeSpan.FromHours(step)), TimeSpan.FromHours(step), StatisticalProcess.Instant, "s"));
}
