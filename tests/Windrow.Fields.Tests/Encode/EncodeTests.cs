using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Stages;
using Windrow.Fields.Encode;
using Windrow.Fields.Tests.Grib;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;

namespace Windrow.Fields.Tests.Encode;

public sealed partial class EncodeTests
{
    private static readonly Metadata Generated = Metadata.From(
        ("date", 20261120L), ("time", 600L), ("step", 6L), ("shortName", "t"), ("paramId", 130L), ("typeOfLevel", "isobaricInhPa"), ("levtype", "pl"), ("level", 500L),
        ("gridType", "regular_ll"), ("Ni", 36L), ("Nj", 19L), ("north", 90.0), ("south", -90.0), ("west", 0.0), ("east", 350.0), ("west_east_increment", 10.0), ("south_north_increment", 10.0));

    private static readonly (string, MetadataValue)[] Day =
    [
        ("operation", "average"), ("startDate", 20261120L), ("startTime", 60000L), ("previousDate", 20261121L), ("previousTime", 0L),
        ("currentDate", 20261122L), ("currentTime", 0L), ("startStepInHours", 18L), ("endStepInHours", 42L), ("sampleIntervalInSeconds", 3600L), ("step", 42L),
    ];

    [Fact]
    public async Task Field_of_a_described_grid_becomes_a_message_that_says_the_same()
    {
        var product = await One("{}", Field(Generated));
        Keys(product, "edition,dataDate,dataTime,stepRange,shortName,paramId,typeOfLevel,level,gridType,Ni,Nj,stepType").ShouldBe("2 20261120 0600 6 t 130 isobaricInhPa 500 regular_ll 36 19 instant");
        Keys(product, "latitudeOfFirstGridPointInDegrees,latitudeOfLastGridPointInDegrees,longitudeOfLastGridPointInDegrees,iDirectionIncrementInDegrees").ShouldBe("90 -90 350 10");
        Keys(product, "bitsPerValue,bitmapPresent,numberOfValues,packingType").ShouldBe("16 0 684 grid_simple");
        product.Metadata.TryGetString("gridType", out _).ShouldBeTrue();
        product.Metadata.TryGetInt64("numberOfValues", out var count).ShouldBeTrue();
        count.ShouldBe(684);
        Compare(Values(684), product, 16);
    }

    [Theory]
    [InlineData("2t", 167, "heightAboveGround", 2, 6, "2t heightAboveGround 2 6 instant")]
    [InlineData("msl", 151, "meanSea", 0, 6, "msl meanSea 0 6 instant")]
    [InlineData("tp", 228228, "surface", 0, 6, "tp surface 0 0-6 accum")]
    [InlineData("tp", 228228, "surface", 0, 0, "tp surface 0 0 accum")]
    [InlineData("sst", 34, "surface", 0, 6, "sst surface 0 6 instant")]
    public async Task Parameters_of_the_surface_keep_their_heights_and_kinds_of_step(string name, long id, string type, long level, long step, string expected)
    {
        var metadata = Generated.Change().Set("shortName", name).Set("paramId", id).Set("typeOfLevel", type).Set("levtype", "sfc").Set("level", level).Set("step", step).Build();
        Keys(await One("{}", Field(metadata)), "shortName,typeOfLevel,level,stepRange,stepType").ShouldBe(expected);
    }

    [Fact]
    public async Task Edition_1_is_made_when_it_is_asked_for()
    {
        var product = await One("additional-metadata: {edition: 1, expver: 7, class: rd, stream: enfo, type: pf, number: 5}", Field(Generated));
        Keys(product, "edition,dataDate,dataTime,stepRange,shortName,typeOfLevel,level,Ni,expver,class,stream,type,number").ShouldBe("1 20261120 0600 6 t isobaricInhPa 500 36 0007 rd enfo pf 5");
        Compare(Values(684), product, 16);
    }

    [Theory]
    [InlineData("template: t.grib")]
    [InlineData("sample: regular_ll_pl_grib2")]
    public async Task On_a_template_a_field_from_GRIB_is_the_field_that_it_was_and_its_own_entries_win(string options)
    {
        var folder = Directory.CreateTempSubdirectory("windrow-test-");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "t.grib"), GribCorpus.Make("regular_ll_pl_grib2", ("paramId", 157), ("level", 1000), ("dataDate", 20000101), ("step", 240)));
            var octets = GribCorpus.Make("regular_ll_pl_grib2", ("paramId", 130), ("level", 500), ("dataDate", 20261120), ("dataTime", 1200), ("step", 6));

            var same = await One(options, folder.FullName, Decoded(octets));
            var other = await One(options, folder.FullName, Decoded(octets, [("level", 700L), ("shortName", "z")]));

            Keys(same, "paramId,level,dataDate,dataTime,step").ShouldBe("130 500 20261120 1200 6");
            Keys(other, "shortName,level,dataDate,dataTime,step").ShouldBe("z 700 20261120 1200 6");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("number: 0", 0)]
    [InlineData("number: 0, class: rd, stream: oper, type: fc", 0)]
    [InlineData("number: 0, class: rd, stream: enfo, type: cf", 1)]
    [InlineData("number: 0, ensembleSize: 51", 1)]
    public async Task Number_0_is_the_control_of_an_ensemble_where_there_is_one(string metadata, int template)
    {
        var product = await One($"additional-metadata: {{{metadata}}}", Field(Generated));
        Keys(product, "productDefinitionTemplateNumber").ShouldBe($"{template}");
        if (template == 1)
            Keys(product, "perturbationNumber").ShouldBe("0");
    }

    [Fact]
    public async Task Mars_identification_and_member_find_a_place_in_edition_2()
    {
        var product = await One("additional-metadata: {expver: test, class: rd, stream: enfo, type: pf, number: 5, ensembleSize: 51}", Field(Generated));
        Keys(product, "expver,class,stream,type,number,numberOfForecastsInEnsemble,productDefinitionTemplateNumber,shortName,level").ShouldBe("test rd enfo pf 5 51 1 t 500");
    }

    [Fact]
    public async Task Statistics_of_a_grib_field_keep_the_rest_of_its_header()
    {
        foreach (var (sample, edition) in ((string, int)[])[("regular_ll_pl_grib2", 2), ("regular_ll_pl_grib1", 1)])
        {
            var input = GribCorpus.Make(sample, ("dataDate", 20261120), ("dataTime", 600), ("level", 700), ("step", 42), ("generatingProcessIdentifier", 77));
            var product = await One("{}", Decoded(Packed(input, "grid_simple", 12), [.. Day, ("type", "fc")]));
            Keys(product, "edition,dataDate,dataTime,stepRange,level,stepType,generatingProcessIdentifier,bitsPerValue").ShouldBe($"{edition} 20261120 0600 18-42 700 avg 77 12");
            product.Metadata.TryGetString("operation", out _).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Message_equals_the_one_that_grib_set_makes()
    {
        var input = GribCorpus.Make("regular_ll_pl_grib2", ("dataDate", 20261120), ("level", 700), ("step", 42));
        var product = await One("additional-metadata: {level: 300, centre: 80}", Encoded(input));
        var expected = GribCorpus.Make("regular_ll_pl_grib2", ("dataDate", 20261120), ("level", 700), ("step", 42), ("level", 300), ("centre", 80));
        ((GribPayload)product.Payload).Span.SequenceEqual(expected).ShouldBeTrue();
    }

    [Fact]
    public async Task Encoded_message_without_changes_passes_untouched()
    {
        var message = Encoded(GribCorpus.Make("regular_ll_pl_grib2"));
        var payload = message.Payload;
        (await One("{}", message)).Payload.ShouldBeSameAs(payload);
        var field = Field(Generated);
        (await One("format: raw", field)).Payload.ShouldBeOfType<FieldPayload>();
    }

    [Fact]
    public async Task Overwrite_is_set_first_and_an_unknown_key_is_an_error()
    {
        var product = await One("overwrite: [{edition: 2}, {tablesVersion: 20, hoursAfterDataCutoff: missing}]", Decoded(GribCorpus.Make("regular_ll_pl_grib1", ("paramId", 130), ("level", 700))));
        Keys(product, "edition,tablesVersion,level,hoursAfterDataCutoff").ShouldBe("2 20 700 MISSING");
        Failure(await Run("overwrite: {noSuchKey: 5}", Field(Generated))).ShouldContain("noSuchKey = 5");
        Failure(await Run("additional-metadata: {shortName: nonsense, paramId: nonsense}", Field(Generated))).ShouldContain("shortName = 'nonsense'");
        var overwritten = Generated.With("encoder-overwrites", MetadataValue.Of(Metadata.From(("tablesVersion", 21L), ("noSuchKey", 5L))));
        Keys(await One("{}", Field(overwritten)), "tablesVersion").ShouldBe("21");
    }

    [Theory]
    [InlineData("tablesVersion", 21)]
    [InlineData("forecastTime", 99)]
    [InlineData("scaledValueOfFirstFixedSurface", 30000)]
    public async Task Own_entries_that_are_keys_win_for_every_message(string key, int value)
    {
        var inputs = Enumerable.Range(1, 4).Select(n => Decoded(GribCorpus.Make("regular_ll_pl_grib2", ("level", n * 100), ("step", n)), [(key, (long)value), ("noKey", "x")])).ToArray();
        foreach (var product in (await Run("{}", inputs)).Products)
            Keys(product, key).ShouldBe($"{value}");
    }

    [Theory]
    [InlineData("2t", "2t heightAboveGround 2")]
    [InlineData("t", "t isobaricInhPa 100,t isobaricInhPa 200")]
    public async Task Set_parameter_wins_over_the_header(string name, string expected)
    {
        var inputs = Enumerable.Range(1, 2).Select(n => Decoded(GribCorpus.Make("regular_ll_pl_grib2", ("level", n * 100)), [("shortName", name)])).ToArray();
        var products = (await Run("{}", inputs)).Products;
        string.Join(",", products.Select(product => Keys(product, "shortName,typeOfLevel,level")).Distinct()).ShouldBe(expected);
    }

    [Fact]
    public async Task Special_levels_follow_multio()
    {
        Metadata At(string type, long level) => Generated.Change().Set("typeOfLevel", type).Set("level", level).Set("levtype", "sol").Build();
        var product = await One("{}", Field(At("soilLayer", 3)));
        Keys(product, "typeOfFirstFixedSurface,typeOfSecondFixedSurface,topLevel,bottomLevel").ShouldBe("151 151 2 3");
        Keys(await One("{}", Field(At("lowCloudLayer", 3))), "scaledValueOfSecondFixedSurface,typeOfFirstFixedSurface").ShouldBe("MISSING 214");
        Failure(await Run("{}", Field(At("noSuchLevel", 3)))).ShouldContain("noSuchLevel");
    }

    [Fact]
    public async Task Template_file_is_the_base()
    {
        var folder = Directory.CreateTempSubdirectory("windrow");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "t.grib"), Packed(GribCorpus.Make("regular_gg_pl_grib2", ("generatingProcessIdentifier", 9)), "grid_simple", 12));
            var metadata = Metadata.From(("param", "t"), ("level", 850L), ("levtype", "pl"), ("startDate", 20260101L), ("startTime", 120000L), ("step", 3L));
            var product = await One("encoding: {template: t.grib}", folder.FullName, Field(metadata, 8192));
            Keys(product, "gridType,generatingProcessIdentifier,bitsPerValue,dataDate,dataTime,step,level").ShouldBe("regular_gg 9 12 20260101 1200 3 850");
            Failure(await Run("template: t.grib", folder.FullName, [Field(metadata, 8191)])).ShouldContain("8191 values");
            Should.Throw<IOException>(() => new EncodeAction(FieldFlow.Bind(EncodeOptions.Set, "template: no.grib"), Context(folder.FullName)));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public async Task Field_without_any_base_is_refused_with_the_ways_out() =>
        Failure(await Run("{}", Field(Metadata.From(("shortName", "t"))))).ShouldContain("give a 'template'");

    [Fact]
    public async Task Two_workers_make_the_same_messages_as_one()
    {
        var inputs = new List<(byte[] Octets, double[] Values)>();
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var octets = GribCorpus.Make(i % 2 == 0 ? "regular_ll_pl_grib2" : "regular_ll_pl_grib1", ("paramId", 130 + (i % 3)), ("level", 100 * (1 + (i % 7))), ("step", i % 48), ("dataDate", 20260101 + (i % 28)));
            inputs.Add((octets, [.. Enumerable.Range(0, 496).Select(_ => i % 10 == 0 ? 1.0 : random.NextDouble())]));
        }

        Message Input(int i) => Decoded(inputs[i].Octets, i % 4 == 0 ? Day : [], inputs[i].Values, i);
        var expected = await Run("{}", [.. Enumerable.Range(0, 200).Select(Input)]);
        var order = Enumerable.Range(0, 200).ToArray();
        random.Shuffle(order);
        var given = await Run("{}", "/", [.. order.Select(Input)], new StageOptions { Workers = 2, Ordered = false });
        given.Dead.Select(static letter => letter.Failure.ToString()).ShouldBeEmpty();
        var octetsOf = given.Products.ToDictionary(static product => product.Id, static product => ((GribPayload)product.Payload).Span.ToArray());
        foreach (var product in expected.Products)
            Convert.ToHexString(octetsOf[product.Id]).ShouldBe(Convert.ToHexString(((GribPayload)product.Payload).Span));
        octetsOf.Count.ShouldBe(200);
    }

    [Fact]
    public async Task Strict_multio_empties_the_metadata()
    {
        var action = new EncodeAction(FieldFlow.Bind(EncodeOptions.Set, "{}"), Context("/") with { StrictMultio = true });
        (await FieldFlow.Run(action, [Field(Generated)])).Products.ShouldHaveSingleItem().Metadata.ShouldBe(Metadata.Empty);
    }

    [Theory]
    [InlineData("atlas-named-grid: X12", "'X12' is no grid that is known")]
    [InlineData("{template: a, sample: b}", "keep one")]
    [InlineData("overwrite: 5", "is a mapping")]
    [InlineData("{format: raw, encoding: {format: grib}}", "keep them in one place")]
    [InlineData("overwrite: {a: [1]}", "a number or a text")]
    public void Options_that_cannot_be_are_refused(string yaml, string expected)
    {
        FieldFlow.Bind(EncodeOptions.Set, yaml, out var diagnostics);
        diagnostics.ErrorCount.ShouldBe(1);
        diagnostics.ToString().ShouldContain(expected);
    }
}
