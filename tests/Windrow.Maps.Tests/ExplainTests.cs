using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Maps.Pantries;
using Windrow.Maps.Tests.Definitions;
using Windrow.Maps.Tests.Inputs;

namespace Windrow.Maps.Tests;

public sealed class ExplainTests : IDisposable
{
    private readonly RecipeFiles _files = RecipeFiles.Of("""
        inputs:
          t2m:
            - {model: ifs, eccodes: centre == 98, arkimet: "product:GRIB1,98,128,167"}
            - {model: cosmo, eccodes: centre == 80}
          t850: {eccodes: level == 850}
          warm: {type: expr, inputs: [t2m, t850], expr: warm = t2m - t850}
          hot: {type: expr, inputs: [warm], expr: hot = warm}
          tp: {eccodes: shortName is "tp"}
          tp24: {type: decumulate, inputs: tp, step: 24}
          odd: {type: expr, inputs: t2m, expr: odd = t2m + nothing}
          none: {}
        flavours: [{name: default}, {name: few, recipes_filter: [t2m]}]
        """)
        .Write("t2m.yaml", "recipe: [{step: add_grib, grib: t2m}]")
        .Write("hot.yaml", "recipe: [{step: add_grib, grib: hot}]")
        .Write("rain.yaml", "recipe: [{step: add_grib, grib: t2m}, {step: add_grib, grib: tp24}]")
        .Write("odd.yaml", "recipe: [{step: add_grib, grib: odd}]")
        .Write("none.yaml", "recipe: [{step: add_grib, grib: none}]");

    private string Pantry => Path.Combine(_files.Folder, "pantry");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Product_of_a_message_that_never_came_names_every_definition_with_its_place_and_condition() => Lines("t2m").ShouldBe(
    [
        "'t2m' is not there at all",
        "  't2m' of model 'ifs' (a.yaml:3:7): messages with centre == 98, or in a stream of arkimet product:GRIB1,98,128,167; there are none",
        "  't2m' of model 'cosmo' (a.yaml:4:7): messages with centre == 80; there are none",
    ]);

    [Fact]
    public void Condition_that_is_told_is_the_one_that_messages_are_recognised_by() => Lines("t2m", InputFilter.Arkimet).ShouldBe(
    [
        "'t2m' is not there at all",
        "  't2m' of model 'ifs' (a.yaml:3:7): messages with product:GRIB1,98,128,167; there are none",
        "  't2m' of model 'cosmo' (a.yaml:4:7): it takes no messages; there are none",
    ]);

    [Fact]
    public void Product_that_needs_derivations_is_followed_down_to_the_message_that_is_missing_and_where()
    {
        Put("ifs_t2m", 6);
        Put("ifs_t2m", 12);
        Put("t850", 6);
        Maps("hot").ShouldBe(1);
        Lines("hot").ShouldBe(
        [
            "'hot' could be there more often",
            "  'hot' (a.yaml:7:8): expr of warm; there are none at 2026-01-10T00:00:00Z+12 h, but at 2026-01-10T00:00:00Z+6 h",
            "    'warm' (a.yaml:6:9): expr of t2m, t850; there are none at 2026-01-10T00:00:00Z+12 h, but at 2026-01-10T00:00:00Z+6 h",
            "      at 2026-01-10T00:00:00Z+12 h: there is no t850",
            "      't850' (a.yaml:5:9): messages with level == 850; there are none at 2026-01-10T00:00:00Z+12 h, but at 2026-01-10T00:00:00Z+6 h",
        ]);
        File.Delete(Path.Combine(Pantry, "t850_2026_1_10_0_0_0+6.grib"));
        foreach (var derived in new[] { "hot", "warm" })
            File.Delete(Path.Combine(Pantry, $"{derived}_2026_1_10_0_0_0+6.grib"));
        Lines("hot").ShouldBe(
        [
            "'hot' is not there at all",
            "  'hot' (a.yaml:7:8): expr of warm; there are none",
            "    'warm' (a.yaml:6:9): expr of t2m, t850; there are none",
            "      at 2026-01-10T00:00:00Z+6 h, 2026-01-10T00:00:00Z+12 h: there is no t850",
            "      't850' (a.yaml:5:9): messages with level == 850; there are none",
        ]);
    }

    [Fact]
    public void Forecast_that_is_too_short_for_a_sum_is_told_beside_the_input_that_is_there()
    {
        foreach (var hour in new[] { 0, 6, 12 })
        {
            Put("ifs_t2m", hour);
            Put("tp", hour);
        }

        var lines = Lines("rain");
        lines[0].ShouldBe("'tp24' is not there at all");
        lines[1].ShouldBe("  'tp24' (a.yaml:9:9): decumulate of tp; there are none");
        lines[2].ShouldContain("the forecast is shorter than 24 h");
    }

    [Fact]
    public void Input_that_is_missing_at_some_steps_is_told_with_those()
    {
        Put("ifs_t2m", 0);
        Put("ifs_t2m", 6);
        Put("tp24", 6);
        Maps("rain").ShouldBe(1);
        Lines("rain")[0].ShouldBe("'tp24' is missing at 2026-01-10T00:00:00Z+0 h; it is there at 2026-01-10T00:00:00Z+6 h");
        Lines("rain")[1].ShouldBe("  'tp24' (a.yaml:9:9): decumulate of tp; there are none at 2026-01-10T00:00:00Z+0 h, but at 2026-01-10T00:00:00Z+6 h");
    }

    [Fact]
    public void Expression_that_cannot_be_computed_is_told_once()
    {
        Put("ifs_t2m", 0);
        Lines("odd").ShouldBe(["'odd' is not there at all", "  a.yaml:10:8: expr: 'nothing' has no value (known are t2m)", "  'odd' (a.yaml:10:8): expr of t2m; there are none"]);
    }

    [Fact]
    public void Without_a_product_those_without_maps_are_told()
    {
        Put("ifs_t2m", 0);
        Kitchen().Explain(null, null).Select(static one => $"{one.Recipe} in {one.Flavour}").ShouldBe(["hot in default", "none in default", "odd in default", "rain in default"]);
    }

    [Fact]
    public void Recipe_that_no_flavour_draws_has_no_explanation() => Kitchen("few").Explain("rain", null).ShouldBeEmpty();

    private MapKitchen Kitchen(params string[] flavours)
    {
        var findings = new DiagnosticBag();
        return MapKitchen.Open(_files.Folder, [], flavours.Length == 0 ? ["default"] : flavours, Pantry, new EngineServices(), findings).ShouldNotBeNull(findings.ToString());
    }

    private int Maps(string recipe) => Kitchen().Explain(recipe, null).ShouldHaveSingleItem().Maps;

    private string[] Lines(string recipe, InputFilter? filter = null) =>
        [.. Kitchen().Explain(recipe, filter).ShouldHaveSingleItem().Reasons.Select(line => line.Replace(_files.Folder + "/", "", StringComparison.Ordinal))];

    private void Put(string input, int hour)
    {
        Directory.CreateDirectory(Pantry);
        File.WriteAllBytes(Path.Combine(Pantry, $"{input}_2026_1_10_0_0_0+{hour}.grib"), TestGrib.Ifs(input.EndsWith("tp", StringComparison.Ordinal) ? 228 : 167, hour, [280, 281]));
    }
}
