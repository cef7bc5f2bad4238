using System.Text.RegularExpressions;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Maps.Rendering;
using Windrow.Maps.Rendering.Checks;
using Windrow.Maps.Rendering.Parameters;
using Windrow.Maps.Rendering.Postprocess;

namespace Windrow.Maps.Tests.Rendering;

public sealed partial class OrderCheckTests : IDisposable
{
    private readonly RenderScene _scene = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Good_order_passes_without_a_warning()
    {
        Check(_scene.Order());
        _warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("no field at all, but some text", "is no GRIB file")]
    [InlineData("GRIB\0\0\0\u0002\0\0\0\0\0\0\u0010\0", "is damaged at octet 0: the message is cut off")]
    [InlineData("GRIB\0\u0010\0\u0001........", "is damaged at octet 0: the message is cut off: it has 4096 octets or more, and 16 are there")]
    public void File_without_a_whole_field_is_refused(string content, string reason)
    {
        File.WriteAllText(_scene["bad.grib"], content, System.Text.Encoding.Latin1);
        Refused(With(RenderScene.Field(_scene["bad.grib"]))).ShouldContain(reason);
    }

    [Theory]
    [InlineData("mgrib", "grib_input_file_name")]
    [InlineData("mgeo", "geo_input_file_name")]
    [InlineData("mcoast", "map_user_layer_name")]
    public void Missing_file_is_refused(string macro, string parameter) =>
        Refused(With(Step(macro, parameter, MapValue.Of("/nowhere/it")))).ShouldContain("/nowhere/it");

    [Theory]
    [InlineData("mgrib")]
    [InlineData("mgeo")]
    public void Step_without_its_file_is_refused(string macro) =>
        Refused(With(new MapStep(macro, MapParameters.Empty))).ShouldContain($"{macro} has no '");

    [Fact]
    public void Missing_file_of_a_postprocessor_is_refused() =>
        Refused(_scene.Light() with { Postprocess = [new CutShape("/nowhere/it.shp")] }).ShouldContain("/nowhere/it.shp");

    [Fact]
    public void Unknown_projection_is_refused_with_a_suggestion()
    {
        Refused(_scene.Light() with { Page = new([new("subpage_map_projection", MapValue.Of("cylindical"))]) }).ShouldContain("did you mean 'cylindrical'?");
        Refused(With(Step("mmap", "subpage_map_projection", MapValue.Of("EPSG:9999")))).ShouldContain("EPSG:9999");
    }

    [Fact]
    public void Unknown_macro_is_refused() => Refused(With(new MapStep("mcost", MapParameters.Empty))).ShouldContain("did you mean 'mcoast'?");

    [Fact]
    public void Output_that_is_no_png_is_refused() => Refused(_scene.Light() with { Output = "map.gif" }).ShouldContain("'map.gif'");

    [Fact]
    public void Unknown_parameter_is_kept_with_a_warning()
    {
        var step = Step("mcont", "contour_intervall", MapValue.Of(2.0));
        Check(With(step)).Steps[0].Parameters.ShouldBe(step.Parameters);
        _warnings.ShouldBe(["mcont: Magics has no parameter 'contour_intervall'; did you mean 'contour_interval'?"]);
    }

    [Fact]
    public void Parameter_of_another_macro_is_told()
    {
        Check(With(Step("mcoast", "contour_interval", MapValue.Of(2.0))));
        _warnings.ShouldBe(["mcoast: the parameter 'contour_interval' has no effect here"]);
    }

    [Fact]
    public void Values_get_the_types_that_Magics_wants()
    {
        Fitted("mcoast", "map_user_layer_thickness", MapValue.Of(2.0)).ShouldBe(MapValue.Of(2));
        Fitted("mcont", "contour_interval", MapValue.Of(2)).ShouldBe(MapValue.Of(2.0));
        Fitted("mcont", "contour_interval", MapValue.Of("2.5")).ShouldBe(MapValue.Of(2.5));
        Fitted("mcont", "contour_level_list", MapValue.Of([1, 2])).ShouldBe(MapValue.Of([1.0, 2.0]));
        Fitted("mcont", "contour_level_list", MapValue.Of(3)).ShouldBe(MapValue.Of([3.0]));
        Fitted("mcont", "contour_shade_colour_list", MapValue.Of("red")).ShouldBe(MapValue.Of(["red"]));
        Fitted("mcont", "legend_text_font_size", MapValue.Of(0.5)).ShouldBe(MapValue.Of("0.5"));
        Fitted("mcont", "contour_hilo", MapValue.Of("True")).ShouldBe(MapValue.Of("on"));
        _warnings.ShouldBeEmpty();
        Fitted("mcoast", "map_coastline_thickness", MapValue.Of(2.5)).ShouldBe(MapValue.Of(3));
        _warnings.ShouldBe(["mcoast: map_coastline_thickness is an integer; 2.5 is taken as 3"]);
    }

    [Fact]
    public void Value_that_cannot_be_converted_is_refused()
    {
        Refused(With(Step("mcont", "contour_interval", MapValue.Of("wide")))).ShouldContain("'contour_interval' is 'wide'; write a number");
        Refused(With(Step("mcont", "contour_interval", MapValue.Of([1.0, 2])))).ShouldContain("is a list");
        Refused(With(Step("mcont", "contour_level_list", MapValue.Of(Array.Empty<double>())))).ShouldContain("has no items");
        Refused(With(Step("mcoast", "map_coastline_thickness", MapValue.Of(1e12)))).ShouldContain("too large");
    }

    [Fact]
    public void All_parameters_of_real_recipes_are_known()
    {
        const string recipes = "/work/shared/data/arkimaps/recipes";
        Assert.SkipUnless(Directory.Exists(recipes), $"needs '{recipes}', which is not part of the repository");
        var used = Directory.EnumerateFiles(recipes, "*.yaml", SearchOption.AllDirectories)
            .SelectMany(static file => ParameterLine().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value))
            .ToHashSet();
        used.Count.ShouldBeGreaterThan(80);
        used.Where(static name => !MagicsParameters.Kinds.ContainsKey(name)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^\s+((?:contour|legend|map|subpage|super_page|page|output|wind|symbol|grib_[a-rt-z])_?[a-z0-9_]*)\s*:", RegexOptions.Multiline)]
    private static partial Regex ParameterLine();

    private static MapStep Step(string macro, string name, MapValue value) => new(macro, new([new MapParameter(name, value)]));

    private MapOrder With(MapStep step) => _scene.Light() with { Steps = [step] };

    private MapValue Fitted(string macro, string name, MapValue value) => Check(With(Step(macro, name, value))).Steps[0].Parameters[0].Value;

    private MapOrder Check(MapOrder order) => new OrderChecks(new PhysicalFileSystem()).Check(order, _warnings);

    private string Refused(MapOrder order)
    {
        var failure = Should.Throw<FailureException>(() => Check(order)).Failure;
        failure.Class.ShouldBe(ErrorClass.Permanent);
        return failure.Reason;
    }
}
