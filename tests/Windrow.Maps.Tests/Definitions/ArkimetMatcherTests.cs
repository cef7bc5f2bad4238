using Windrow.Core.Configuration;
using Windrow.Core.Filters;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Arkimet;
using Windrow.Maps.Definitions.Inputs;

namespace Windrow.Maps.Tests.Definitions;

public class ArkimetMatcherTests
{
    private static readonly Metadata Grib1 = Of(
        ("editionNumber", 1), ("centre", 98), ("table2Version", 128), ("indicatorOfParameter", 130), ("indicatorOfTypeOfLevel", 100), ("level", 500),
        ("timeRangeIndicator", 0), ("P1", 6), ("P2", 0), ("indicatorOfUnitOfTimeRange", 1), ("subCentre", 0), ("generatingProcessIdentifier", 145));

    private static readonly Metadata Grib2 = Of(
        ("editionNumber", 2), ("centre", 200), ("discipline", 0), ("parameterCategory", 1), ("parameterNumber", 52), ("tablesVersion", 4), ("localTablesVersion", 0),
        ("typeOfFirstFixedSurface", 103), ("scaleFactorOfFirstFixedSurface", 3), ("scaledValueOfFirstFixedSurface", 1800), ("typeOfSecondFixedSurface", 255),
        ("productDefinitionTemplateNumber", 8), ("forecastTime", 3), ("indicatorOfUnitOfTimeRange", 1), ("typeOfStatisticalProcessing", 1),
        ("lengthOfTimeRange", 180), ("indicatorOfUnitForTimeRange", 0), ("typeOfProcessedData", 1));

    [Theory]
    [InlineData("product:GRIB1", true)]
    [InlineData("product:GRIB1,98,128,130", true)]
    [InlineData("product:GRIB1,,,130;level:GRIB1,100,500", true)]
    [InlineData("PRODUCT:grib1,098,128,130,,", true)]
    [InlineData("product:GRIB1,98,128,131", false)]
    [InlineData("product:GRIB1,98,128,131 or GRIB1,98,128,130", true)]
    [InlineData("product:GRIB2,98", false)]
    [InlineData("product:GRIB2,98 or GRIB1,98", true)]
    [InlineData("product:GRIB1,98; level:GRIB1,100,850", false)]
    [InlineData("product:GRIB1,98\n level:GRIB1,100,,", true)]
    [InlineData("level:GRIB1,100,500,500", false)]
    [InlineData("level:GRIB2S", false)]
    [InlineData("origin:GRIB1,98,0,145", true)]
    [InlineData("origin:GRIB1,98,1", false)]
    [InlineData("timerange:GRIB1,0,6h", true)]
    [InlineData("timerange:GRIB1,0,360m", true)]
    [InlineData("timerange:GRIB1,0,6m", false)]
    [InlineData("timerange:GRIB1,1", false)]
    [InlineData("timerange:Timedef,6h,254", true)]
    [InlineData("timerange:Timedef,21600s", true)]
    [InlineData("timerange:Timedef,,1,", false)]
    [InlineData("timerange:Timedef,,-", false)]
    public void Grib_1_message_is_matched(string matcher, bool expected) => ShouldMatch(matcher, Grib1, expected);

    [Theory]
    [InlineData("product:GRIB2,00200,000,001,052,004,", true)]
    [InlineData("product:GRIB2,,,001,052,, or GRIB2,,,001,008,,", true)]
    [InlineData("product:GRIB2,,,001,052,005,", false)]
    [InlineData("level:GRIB2S,103,003,0000001800", true)]
    [InlineData("level:GRIB2S,103,,1800", true)]
    [InlineData("level:GRIB2S,103,0,1800", false)]
    [InlineData("level:GRIB2D,103,3,1800", false)]
    [InlineData("timerange:Timedef,6h,1,3h", true)]
    [InlineData("timerange:Timedef,,1,180m", true)]
    [InlineData("timerange:Timedef,3h,1", false)]
    [InlineData("timerange:Timedef,,254,", false)]
    [InlineData("timerange:Timedef,,1,-", false)]
    [InlineData("timerange:GRIB1", false)]
    public void Grib_2_message_is_matched(string matcher, bool expected) => ShouldMatch(matcher, Grib2, expected);

    [Theory]
    [InlineData("timerange:Timedef,0s,1,3h", 8, 0, true)]
    [InlineData("timerange:Timedef,6h,1,3h", 8, 0, false)]
    [InlineData("timerange:Timedef,3h,254", 1, 1, true)]
    public void Analysis_ends_at_the_reference_time(string matcher, int template, int processedData, bool expected) => ShouldMatch(
        matcher, Grib2.With("productDefinitionTemplateNumber", (long)template).With("typeOfProcessedData", (long)processedData), expected);

    [Theory]
    [InlineData(2, 205)]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(5, 4)]
    public void Period_of_grib_1_has_its_processing_and_ends_at_p2(int indicator, int processing) => ShouldMatch(
        $"timerange:Timedef,9h,{processing},3h", Grib1.With("timeRangeIndicator", (long)indicator).With("P2", 9L), true);

    [Fact]
    public void Layer_and_surface_without_a_value_are_matched()
    {
        var layer = Grib2.With("typeOfFirstFixedSurface", 100L).With("scaleFactorOfFirstFixedSurface", 0L).With("scaledValueOfFirstFixedSurface", 80_000L)
            .With("typeOfSecondFixedSurface", 1L).With("scaleFactorOfSecondFixedSurface", (long)int.MaxValue).With("scaledValueOfSecondFixedSurface", (long)int.MaxValue);
        ShouldMatch("level:GRIB2D,100,000,0000080000,001,000,0000000000", layer, true);
        ShouldMatch("level:GRIB2D,100,000,0000080000,101,,", layer, false);
        ShouldMatch("level:GRIB2S,100,000,0000080000", layer, false);
        ShouldMatch("level:GRIB1,1,0", Grib1.With("indicatorOfTypeOfLevel", 1L), false);
        ShouldMatch("level:GRIB1,1", Grib1.With("indicatorOfTypeOfLevel", 1L), true);
        ShouldMatch("level:GRIB1,112,0,10", Grib1.With("indicatorOfTypeOfLevel", 112L).With("topLevel", 0L).With("bottomLevel", 10L), true);
    }

    [Theory]
    [InlineData("", 1, "the matcher is empty")]
    [InlineData("GRIB1,98", 1, "begins with what it looks at")]
    [InlineData("product:GRIB1,98;reftime:>=2020", 18, "a condition on 'reftime' is not supported")]
    [InlineData("product:GRIB1,98; area:GRIB:x", 19, "a condition on 'area' is not supported")]
    [InlineData("product:BUFR,1", 9, "the style 'BUFR' of product is not supported")]
    [InlineData("product:GRIB1,98 or t", 21, "the style 't' of product is not supported")]
    [InlineData("level:ODIMH5,1", 7, "the style 'ODIMH5' of level")]
    [InlineData("timerange:GRIB2,0", 11, "the style 'GRIB2' of timerange")]
    [InlineData("product:GRIB1,ecmwf", 15, "'ecmwf' is not a number")]
    [InlineData("product:GRIB1,1,2,3,4", 21, "there are 4 fields where 3 have a meaning")]
    [InlineData("timerange:Timedef,6", 19, "'6' is not a length of time")]
    [InlineData("timerange:Timedef,6w", 19, "'6w' is not a length of time")]
    public void What_is_not_covered_is_refused_at_its_place(string matcher, int column, string words)
    {
        var refused = Should.Throw<FilterSyntaxException>(() => ArkimetParser.Parse(matcher, new FilterSource("f.yaml", 7, 1)));
        refused.Problem.ShouldContain(words);
        (refused.Source.Line, refused.Source.Column).ShouldBe((7, column));
    }

    [Fact]
    public void Equal_matchers_have_one_canonical_form() =>
        ArkimetParser.Parse("PRODUCT:GRIB2,,,001,66,,").ToString().ShouldBe(ArkimetParser.Parse(" product: GRIB2,,,1,066").ToString());

    [Fact]
    public void Matcher_of_product_and_level_is_all_in_the_index()
    {
        ArkimetParser.Parse("product:GRIB1,98,128,130;level:GRIB1,100,500").IsExact.ShouldBeTrue();
        ArkimetParser.Parse("product:GRIB1,98,128,130;level:GRIB1,100,500").Index.ToString().ShouldBe(
            "(editionNumber == 1 and centre == 98 and table2Version == 128 and indicatorOfParameter == 130) and (editionNumber == 1 and indicatorOfTypeOfLevel == 100 and level == 500)");
        ArkimetParser.Parse("product:GRIB1,98;timerange:Timedef,,254").IsExact.ShouldBeFalse();
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        var matcher = ArkimetParser.Parse("product:GRIB1,98 or GRIB2,200;level:GRIB2S,103,3,1800;timerange:Timedef,6h,1,3h");
        matcher.Matches(Grib2).ShouldBeTrue();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            matcher.Matches(Grib2);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Shipped_bundles_are_recognised_by_the_input_that_they_are_named_after()
    {
        var folder = ShippedRecipes.Folder;
        var bundles = Directory.GetFiles(Path.Combine(folder, "../../grib"), "*.arkimet", SearchOption.AllDirectories).Where(static file => new FileInfo(file).Length > 0).ToList();
        if (bundles.Count == 0)
            Assert.Skip("there are no bundles of arkimet beside the recipes");
        var inputs = new RecipeFolder(new PhysicalFileSystem()).Read(folder, new DiagnosticBag())!.Inputs.OfType<StreamInput>().Where(static input => input.Arkimet is not null).ToList();
        var (messages, taken) = (0, 0);
        var disagreements = new SortedSet<string>();
        foreach (var message in bundles.SelectMany(HandleTail.MessagesOf))
        {
            messages++;
            foreach (var input in inputs)
            {
                var matches = input.Arkimet!.Matches(message);
                if (matches != input.EcCodes!.Matches(message))
                    disagreements.Add($"{input.Name} for {input.Model}");
                if (matches)
                {
                    taken++;
                    input.Arkimet.Index.Matches(message).ShouldBeTrue();
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{messages} messages of {bundles.Count} bundles, {taken} recognised by {inputs.Count} definitions");

        // Known defects of the shipped conditions: editionNumber == 2 is missing from them.
        disagreements.ShouldBe(["u250 for icon", "v250 for icon"]);
        taken.ShouldBeGreaterThanOrEqualTo(messages / 2);
    }

    private static void ShouldMatch(string text, Metadata message, bool expected)
    {
        var matcher = ArkimetParser.Parse(text);
        matcher.Matches(message).ShouldBe(expected);

        // The index takes all that the matcher takes, and no more where it says so.
        if (expected || matcher.IsExact)
            matcher.Index.Matches(message).ShouldBe(expected);
    }

    private static Metadata Of(params (string Key, long Value)[] keys) =>
        Metadata.From([.. keys.Select(static key => (key.Key, (MetadataValue)key.Value))]);
}
