namespace Windrow.Fields.Tests.Encode;

/// <content>Points and intervals of time.</content>
public sealed partial class EncodeTests
{
    [Theory]
    [InlineData("average", "avg")]
    [InlineData("accumulate", "accum")]
    [InlineData("maximum", "max")]
    [InlineData("minimum", "min")]
    [InlineData("difference", "diff")]
    public async Task Statistics_become_fields_over_an_interval_in_edition_2(string operation, string processing)
    {
        var product = await One("{}", Field(With(Generated, Day).With("operation", operation)));
        Keys(product, "dataDate,dataTime,stepRange,productDefinitionTemplateNumber,typeOfStatisticalProcessing,lengthOfTimeRange,typeOfTimeIncrement,timeIncrement,indicatorOfUnitForTimeIncrement")
            .ShouldBe($"20261120 0600 18-42 8 {processing} 24 2 3600 s");
        Keys(product, "yearOfEndOfOverallTimeInterval,monthOfEndOfOverallTimeInterval,dayOfEndOfOverallTimeInterval,hourOfEndOfOverallTimeInterval,validityDate,validityTime").ShouldBe("2026 11 22 0 20261122 0");
        Keys(product, "shortName,level").ShouldBe("t 500");
    }

    [Theory]
    [InlineData("average", "18-42 avg 3")]
    [InlineData("accumulate", "18-42 accum 4")]
    [InlineData("maximum", "18-42 max 2")]
    [InlineData("difference", "18-42 diff 5")]
    public async Task Statistics_become_time_ranges_in_edition_1(string operation, string expected)
    {
        var product = await One("additional-metadata: {edition: 1}", Field(With(Generated, Day).With("operation", operation)));
        Keys(product, "stepRange,stepType,timeRangeIndicator").ShouldBe(expected);
        Keys(product, "dataDate,dataTime,P1,P2").ShouldBe("20261120 0600 18 42");
    }

    [Fact]
    public async Task Months_fit_both_editions_and_follow_the_kind_of_reference()
    {
        var month = With(Generated, Day).Change().Set("previousDate", 20261101L).Set("currentDate", 20261201L).Set("startDate", 20261101L).Set("startTime", 0L).Set("type", "an").Build();
        Keys(await One("{}", Field(month)), "dataDate,stepRange,lengthOfTimeRange,typeOfTimeIncrement").ShouldBe("20261101 0-720 720 255");
        Keys(await One("additional-metadata: {edition: 1}", Field(month)), "dataDate,stepRange,unitOfTimeRange,P2").ShouldBe("20261101 0-720 3h 240");
    }

    [Fact]
    public async Task Interval_that_edition_1_cannot_say_is_refused_with_the_way_out()
    {
        var odd = With(Generated, Day).Change().Set("previousTime", 100L).Build();
        Failure(await Run("additional-metadata: {edition: 1}", Field(odd.With("previousTime", 1000L)))).ShouldContain("edition 2");
        Failure(await Run("additional-metadata: {edition: 1}", Field(With(Generated, Day).With("operation", "inverse-difference")))).ShouldContain("GRIB1");
        Failure(await Run("{}", Field(Generated.With("operation", "average")))).ShouldContain("previousDate");
    }
}
