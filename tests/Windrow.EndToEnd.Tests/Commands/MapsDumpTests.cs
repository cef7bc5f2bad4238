using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary>What a recipe folder defines, for programs and for people.</summary>
public sealed class MapsDumpTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public MapsDumpTests() => _scratch.Write("recipes/tiles/t2m.yaml", MapsCommandTests.Good);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task All_that_is_defined_is_dumped_and_the_inputs_of_flavours_are_named()
    {
        _scratch.Write("recipes/other.yaml", "flavours: [{name: other, recipes_filter: [o*]}]\ninputs: {tcc: {eccodes: shortName is \"tcc\"}}\nrecipe: [{step: add_grib, grib: tcc}, {step: add_contour}]\n");
        var dump = (await Run("maps", "dump-recipes")).ShouldEndWith(0).Json();
        dump.GetProperty("inputs").EnumerateObject().Select(static input => $"{input.Name} {input.Value.GetArrayLength()}").ShouldBe(["low 1", "t2m 2", "tcc 1", "tmean 1"]);
        dump.GetProperty("inputs").GetProperty("low")[0].GetProperty("inputs")[0].GetString().ShouldBe("t2m");
        dump.GetProperty("recipes").EnumerateArray().Select(static recipe => recipe.GetProperty("name").GetString()).ShouldBe(["other", "tiles/t2m"]);
        (await Run("maps", "dump-recipes", "--inputs", "--flavours", "other")).ShouldEndWith(0).Output.ShouldBe("tcc\n");
        (await Run("maps", "dump-recipes", "--inputs")).ShouldEndWith(0).Output.ShouldBe("low\nt2m\ntcc\ntmean\n");
        (await Run("maps", "dump-recipes", "--flavours", "none")).ShouldEndWith(3).Error.ShouldContain("WR7015");
    }

    [Fact]
    public async Task Recipes_are_documented_each_on_a_page()
    {
        _scratch.Write("recipes/tiles/t2m.yaml", MapsCommandTests.Good.Replace("info:", "notes: Mean of a day.\ninfo:", StringComparison.Ordinal));
        (await Run("maps", "document-recipes", "--destdir", "docs")).ShouldEndWith(0).Output.ShouldBe("docs/tiles/t2m.md\n");
        File.ReadAllText(_scratch["docs/tiles/t2m.md"]).ShouldBe("""
            # Temperature

            Recipe `tiles/t2m` of tiles/t2m.yaml, as it is drawn in flavour `default`.

            Mean of a day.

            ## Inputs

            ### tmean

            - any model: computed by `average` (tiles/t2m.yaml:5)
              - inputs: `[t2m]`
              - step: `24`
              - comp_stat_proc: `254:0`
              - comp_frac_valid: `0`
              - comp_full_steps: `off`

            ### low

            - any model: computed by `expr` (tiles/t2m.yaml:6)
              - inputs: `[t2m]`
              - expr: `low = t2m - 1`
              - grib_set level: `2`

            ### t2m

            - model `ifs`: messages (tiles/t2m.yaml:3)
              - eccodes: `shortName is "2t"`
              - mgrib grib_scaling_offset: `-273.15`
            - model `icon`: messages (tiles/t2m.yaml:4)
              - eccodes: `shortName is "2t" and editionNumber == 2 and centre == 80`

            ## Steps

            1. `add_grib` of `tmean`
            2. `add_contour`
               - contour: `off`
               - contour_level_list: `[1, 2.5]`
            3. `add_grib` of `low`
            4. `add_contour`
               - contour_automatic_setting: `ecmwf`

            """);
        (await Run("maps", "document-recipes", "--destdir", "docs", "--flavours", "default,web")).ShouldEndWith(2);
        (await Run("maps", "document-recipes", "--destdir", "docs", "--flavours", "web")).ShouldEndWith(3);
        _scratch.Write("file", "");
        (await Run("maps", "document-recipes", "--destdir", "file")).ShouldEndWith(4).Error.ShouldContain("documents cannot be written");
    }

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
