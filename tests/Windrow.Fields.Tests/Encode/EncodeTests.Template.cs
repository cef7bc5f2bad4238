using Windrow.Core.Messages;
using Windrow.Fields.Encode;
using Windrow.Fields.Tests.Grib;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Encode;

/// <content>Fields without a header of their own, on a template, as multio encodes.</content>
public sealed partial class EncodeTests
{
    private static readonly Metadata Bare = Metadata.From(("paramId", 130L), ("level", 850L), ("levtype", "pl"), ("startDate", 20260101L), ("startTime", 120000L), ("step", 3L));

    [Theory]
    [InlineData("{}", 0, 0)]
    [InlineData("additional-metadata: {subCentre: 5}", 5, 5)]
    [InlineData("overwrite: {subCentre: 7}", 7, 0)]
    public async Task The_subcentre_of_a_template_counts_as_none_unless_it_is_set(string options, int expected, int strictly)
    {
        var template = GribCorpus.Make("regular_ll_pl_grib2", ("subCentre", 98));

        Keys(await OnTemplate(template, options, Bare), "subCentre").ShouldBe($"{expected}");
        Keys(await OnTemplate(template, options, Bare, strict: true), "subCentre").ShouldBe($"{strictly}");
        Keys(await One("{}", Decoded(template)), "subCentre").ShouldBe("98");
    }

    [Fact]
    public async Task Keys_of_tables_local_section_and_product_are_set_before_those_that_they_bring()
    {
        var metadata = With(Bare, [
            ("expver", "abcd"), ("systemNumber", 5L), ("methodNumber", 1L), ("numberOfForecastsInEnsemble", 51L), ("typeOfProcessedData", 4L), ("productDefinitionTemplateNumber", 1L),
            ("localDefinitionNumber", 15L), ("setLocalDefinition", 1L), ("tablesVersion", 27L), ("productionStatusOfProcessedData", 1L), ("ensembleMember", 3L), ("class", "od"), ("stream", "mmsf")]);

        var product = await OnTemplate(GribCorpus.Make("regular_ll_pl_grib2", ("tablesVersion", 5)), "{}", metadata);

        Keys(product, "tablesVersion,localDefinitionNumber,systemNumber,methodNumber,expver,class,stream").ShouldBe("27 15 5 1 abcd od mmsf");
        Keys(product, "productDefinitionTemplateNumber,perturbationNumber,numberOfForecastsInEnsemble,productionStatusOfProcessedData,typeOfProcessedData").ShouldBe("1 3 51 1 pf");
    }

    [Theory]
    [InlineData("regular_ll_pl_grib2", 496, "grid_ccsds", "grid_ccsds")]
    [InlineData("regular_ll_pl_grib2", 496, "spectral_complex", "grid_simple")]
    [InlineData("regular_ll_pl_grib1", 496, "grid_ccsds", "grid_simple")]
    [InlineData("sh_pl_grib2", 4160, "grid_ccsds", "spectral_complex")]
    public async Task A_packing_in_the_metadata_is_for_grids_of_edition_2(string sample, int points, string packing, string expected) =>
        Keys(await OnTemplate(GribCorpus.Make(sample), "{}", Bare.With("setPackingType", packing), Values(points)), "packingType").ShouldBe(expected);

    [Theory]
    [InlineData("{offsetValuesBy: -273.15}", null)]
    [InlineData("{bitmapPresent: true, missingValue: -999, offsetValuesBy: -273.15}", -999.0)]
    [InlineData("{misc-bitmapPresent: true, misc-missingValue: -999, offsetValuesBy: -273.15}", -999.0)]
    public async Task An_offset_is_added_to_the_values_and_not_to_missing_ones(string metadata, double? missing)
    {
        var values = Values(496);
        if (missing is { } mark)
            values[7] = mark;

        var product = await OnTemplate(GribCorpus.Make("regular_ll_pl_grib2"), $"{{bits-per-value: 16, additional-metadata: {metadata}}}", Bare, values);

        Keys(product, "numberOfMissing").ShouldBe(missing is null ? "0" : "1");
        Compare([.. values.Select(value => value.Equals(missing) ? value : value - 273.15)], product, 16, missing);
    }

    [Fact]
    public async Task Steps_that_differ_are_an_interval_of_the_kind_that_the_template_has()
    {
        var template = GribCorpus.Make("regular_ll_pl_grib2", ("productDefinitionTemplateNumber", 8), ("typeOfStatisticalProcessing", 2));

        Keys(await OnTemplate(template, "{}", Bare.With("startStep", 1L)), "stepRange,stepType,dataDate,dataTime").ShouldBe("1-3 max 20260101 1200");
        Keys(await OnTemplate(template, "{}", Bare.With("stepRange", "12-36")), "stepRange,stepType").ShouldBe("12-36 max");
        Keys(await OnTemplate(template, "{}", With(Bare, [("type", "tpa"), ("previousDate", 20260101L), ("previousTime", 0L), ("currentDate", 20260201L), ("currentTime", 0L)])), "dataDate,dataTime,lengthOfTimeRange,stepType").ShouldBe("20260101 0000 744 max");
        Failure(await FieldFlow.Run(Action(GribCorpus.Make("regular_ll_pl_grib2"), "{}"), [Field(Bare.With("startStep", 1L), 496)])).ShouldContain("has no 'operation'");
    }

    [Theory]
    [InlineData(167, "2t heightAboveGround 2")]
    [InlineData(165, "10u heightAboveGround 10")]
    [InlineData(34, "sst surface 0")]
    public async Task Parameters_that_edition_1_has_at_the_surface_get_their_heights_in_edition_2(long param, string expected)
    {
        var metadata = With(Bare, [("paramId", param), ("level", 0L), ("levtype", "sfc"), ("typeOfLevel", "surface")]);

        Keys(await OnTemplate(GribCorpus.Make("regular_ll_pl_grib2"), "{}", metadata), "shortName,typeOfLevel,level").ShouldBe(expected);
        Keys(await OnTemplate(GribCorpus.Make("regular_ll_sfc_grib2", ("paramId", 167)), "{}", metadata), "shortName,typeOfLevel,level").ShouldBe(expected);
    }

    private static async Task<Message> OnTemplate(byte[] template, string options, Metadata metadata, double[]? values = null, bool strict = false)
    {
        var run = await FieldFlow.Run(Action(template, options, strict), [Field(metadata, values ?? Values(496))]);
        run.Dead.ShouldBeEmpty();
        return run.Products.ShouldHaveSingleItem();
    }

    // The template is read when the action is made.
    private static EncodeAction Action(byte[] template, string options, bool strict = false)
    {
        var folder = Directory.CreateTempSubdirectory("windrow-test-");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "t.grib"), template);
            var bound = FieldFlow.Bind(EncodeOptions.Set, options);
            bound.Template = "t.grib";
            return new EncodeAction(bound, Context(folder.FullName) with { StrictMultio = strict });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
