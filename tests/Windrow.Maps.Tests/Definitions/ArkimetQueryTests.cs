using Windrow.Maps.Definitions.Arkimet;

namespace Windrow.Maps.Tests.Definitions;

public sealed class ArkimetQueryTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("product:GRIB1,98,128,167", new[] { "product:GRIB1,98,128,167" })]
    [InlineData("level:GRIB1,100,500 or GRIB1,100,850; product:GRIB1,,,11", new[] { "product:GRIB1,,,11;level:GRIB1,100,850", "level:GRIB1,100,500; product:GRIB1,,,11" })]
    [InlineData("product:GRIB1,,,11 or GRIB1,,,61", new[] { "product:GRIB1,,,11; timerange:Timedef,6h", "product:GRIB1,,,61" })]
    [InlineData("", new[] { "product:GRIB1,,,11", "timerange:Timedef,6h,1,3h" })]
    public void Query_takes_all_that_any_matcher_takes(string query, string[] matchers) =>
        ArkimetQuery.Of(matchers.Select(static matcher => ArkimetParser.Parse(matcher))).ShouldBe(query);

    [Fact]
    public void Query_is_a_matcher_itself() =>
        ArkimetParser.Parse(ArkimetQuery.Of([ArkimetParser.Parse("timerange:Timedef,6h,-,3h; level:GRIB2S,103,0,2")])).ToString().ShouldBe("level:GRIB2S,103,0,2; timerange:Timedef,6h,-,3h");
}
