using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Core.Routing;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Linting;

namespace Windrow.Maps.Tests.Definitions;

public class RecipeLintTests
{
    private const string Recipe = """
        flavours: [{name: one}, {name: two, steps: {add_contour: {skip: yes}}}]
        recipe:
         - {step: add_grib, grib: t}
         - {step: add_contour}

        """;

    [Fact]
    public void Good_folder_has_no_findings() => Lint("flavours: [{name: one}]\ninputs: {t: {eccodes: level}}\nrecipe: [{step: add_grib, grib: t}, {step: add_contour}]\n").ShouldBeEmpty();

    [Fact]
    public void Unused_input_is_found() => Lint(Recipe + "inputs:\n  t: {type: cat, inputs: u}\n  u: {eccodes: level}\n  v: {type: cat, inputs: w}\n  w: {eccodes: level == 2}\n").ShouldBe([
        "a.yaml:3:4: warning WR7103: field 't' is loaded and not drawn in flavour 'two'; add add_contour, add_wind or add_symbols behind it",
        "a.yaml:8:6: warning WR7101: no recipe uses input 'v'; remove it, or draw it",
        "a.yaml:9:6: warning WR7101: no recipe uses input 'w'; remove it, or draw it",
    ]);

    [Theory]
    [InlineData("[{step: add_grib, grib: t}, {step: add_grid}]", "field 't' is loaded and not drawn in every flavour")]
    [InlineData("[{step: add_contour}, {step: add_grib, grib: t}, {step: add_wind}]", "add_contour stands before any add_grib and draws nothing in every flavour")]
    [InlineData("[{step: add_grid}]", "recipe 'a' uses nothing of the stream and has no products in every flavour")]
    [InlineData("[{step: add_grib, grib: t}, {step: add_wind}, {step: add_geopoints}]", "error WR7008: add_geopoints has no 'points' in every flavour")]
    public void Step_without_effect_is_found(string recipe, string words) =>
        Lint($"flavours: [{{name: one}}]\ninputs: {{t: {{eccodes: level}}}}\nrecipe: {recipe}\n").ShouldContain(line => line.Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData("{eccodes: 'shortname is \"t\"'}", "2:17: warning WR7104: input 't' asks for the key 'shortname', which no message has; write 'shortName'")]
    [InlineData("{eccodes: 'level == 2 and level == 10'}", "2:17: warning WR7102: the condition of input 't' wants 'level' to be 2 and 10 at the same time")]
    [InlineData("{arkimet: skip, eccodes: skip}", "2:6: warning WR7102: input 't' takes no message, it is skipped in every stream")]
    [InlineData("{model: ifs}", "2:6: warning WR7102: input 't' takes no message, it has no filter")]
    [InlineData("{model: any, eccodes: level}", "2:6: warning WR7107: the model 'any' of input 't' is a name like others")]
    [InlineData("{arkimet: 'PRODUCT:GRIB1'}", "2:17: warning WR7104: the matcher of input 't' begins with 'PRODUCT'")]
    [InlineData("{arkimet: 'level:GRIB1,100,1000', eccodes: levelType == 100 and level == 100}", "2:49: warning WR7106: the condition of input 't' for all models asks for level 100 and its matcher for level 1000")]
    [InlineData("{arkimet: 'level:GRIB2S,100,0,50000', eccodes: levelType == 100 and level == 500}", null)]
    [InlineData("{arkimet: 'product:GRIB1', eccodes: editionNumber == 2}", "2:42: warning WR7106: the condition of input 't' for all models asks for GRIB 2 and its matcher for GRIB 1")]
    [InlineData("[{model: a, eccodes: level == 2 and centre == 98}, {model: b, eccodes: centre == 98}]", "2:77: warning WR7105: what input 't' takes for model 'a', it takes for model 'b', too; exclude what has level == 2")]
    [InlineData("[{model: a, arkimet: 'product:GRIB1', eccodes: level == 2}, {model: b, arkimet: 'product:GRIB2', eccodes: centre != 98}]", "2:112: warning WR7105: input 't' may take one message for model 'a' and for model 'b'")]
    [InlineData("[{model: a, arkimet: 'product:GRIB1', eccodes: centre == 98}, {model: b, arkimet: 'product:GRIB2', eccodes: centre != 98}]", null)]
    [InlineData("[{model: a, eccodes: level == 2}, {model: b, eccodes: level == 3}]", null)]
    public void Faulty_filter_is_found(string definition, string? finding)
    {
        var lines = Lint($"inputs:\n  t: {definition}\nflavours: [{{name: one}}]\nrecipe: [{{step: add_grib, grib: t}}, {{step: add_contour}}]\n");
        if (finding is null)
            lines.ShouldBeEmpty();
        else
            lines.ShouldHaveSingleItem().ShouldStartWith($"a.yaml:{finding}");
    }

    [Fact]
    public void Copy_of_a_filter_is_found() => Lint("inputs:\n  t: {model: m, eccodes: level, arkimet: 'product:GRIB1,98'}\n  u: {model: m, eccodes: step, arkimet: 'product: GRIB1,098,'}\nflavours: [{name: one}]\nrecipe: [{step: add_grib, grib: t}, {step: add_wind}, {step: add_grib, grib: u}, {step: add_wind}]\n")
        .ShouldHaveSingleItem().ShouldStartWith("a.yaml:3:42: warning WR7105: the matcher of input 'u' for model 'm' is that of input 't' at a.yaml:2:6; ");

    [Fact]
    public void Filter_without_recipes_and_model_without_definitions_are_found() =>
        Lint("inputs:\n  t: {model: a, eccodes: level}\n  u: {model: b, type: cat, inputs: t}\nflavours: [{name: one, recipes_filter: [a, 'tiles/*']}]\nrecipe: [{step: add_grib, grib: u}, {step: add_wind}]\n").ShouldBe([
            "a.yaml:3:36: warning WR7102: input 't', from which 'u' is computed for model 'b', has no definition for that model; it has one for a",
            "a.yaml:4:44: warning WR7103: no recipe has a name like 'tiles/*'",
        ]);

    [Fact]
    public void Known_defects_of_the_shipped_definitions_are_found()
    {
        var findings = new DiagnosticBag(1000);
        var definitions = new RecipeFolder(new PhysicalFileSystem()).Read(ShippedRecipes.Folder, findings).ShouldNotBeNull();
        RecipeLint.Report(definitions, findings);

        foreach (var finding in findings.Sorted)
            TestContext.Current.TestOutputHelper?.WriteLine(finding.ToString());
        var text = findings.ToString();
        text.ShouldContain("input 't1000' for model 'ifs' asks for level 100 and its matcher for level 1000");
        text.ShouldContain("input 'tsnowp' asks for the key 'shortname'");
        text.ShouldContain("the matcher of input 'tsnowp' begins with 'PRODUCT'");
        text.ShouldContain("input 'u250' may take one message for model 'cosmo' and for model 'icon', which the matchers tell apart by its edition; add editionNumber == 1 and editionNumber == 2");
        text.ShouldContain("input 'v250' may take one message for model 'cosmo' and for model 'icon'");
        text.ShouldContain("field 'precitype' is loaded and not drawn in flavour");
    }

    [Fact]
    public void Shipped_filters_are_found_through_the_routers_index()
    {
        var inputs = new RecipeFolder(new PhysicalFileSystem()).Read(ShippedRecipes.Folder, new DiagnosticBag())!.Inputs.OfType<StreamInput>().ToList();

        Router.Build(inputs.Select(static (input, index) => new RoutedPlan(index, input.EcCodes))).Unindexed.ShouldBeEmpty();
        Router.Build(inputs.Where(static input => input.Arkimet is not null).Select(static (input, index) => new RoutedPlan(index, input.Arkimet!.Index))).Unindexed.ShouldBeEmpty();
    }

    private static string[] Lint(string text)
    {
        using var files = RecipeFiles.Of(text);
        RecipeLint.Report(files.Read(), files.Findings);
        return files.Report.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
