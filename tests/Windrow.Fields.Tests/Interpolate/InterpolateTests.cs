using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Grids;
using Windrow.Fields.Interpolate;
using Windrow.Fields.Interpolate.Weights;
using Windrow.Fields.InterpolateMtg2;
using Windrow.Fields.Tests.Grids;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.Interpolate;

public sealed partial class InterpolateTests
{
    private const string NoFile = "options: {caching: false}";

    [Theory]
    [InlineData("nn")]
    [InlineData("bilinear")]
    [InlineData("k-nearest")]
    [InlineData("grid-box-average")]
    public async Task A_constant_field_stays_constant(string method)
    {
        foreach (var from in (string[])["O32", "F16", "N32", "H8_nested", "3/3", "L36x19"])
        {
            foreach (var to in (string[])["1/1", "O16", "H4_nested", "[2.5, 2.5]"])
            {
                var grid = FieldOnGrid.Named(from);
                var result = await FieldOnGrid.Result($"{{grid: {to}, interpolation: {method}, {NoFile}}}", FieldOnGrid.Message(from, FieldOnGrid.Values(grid, static (_, _) => 273.15)));
                result.ShouldAllBe(static value => Math.Abs(value - 273.15) < 1e-9, $"{from} to {to}");
            }
        }
    }

    [Theory]
    [InlineData("O48", "1/1")]
    [InlineData("F48", "O64")]
    [InlineData("1/1", "O48")]
    [InlineData("H64_nested", "2/2")]
    [InlineData("N48", "H32")]
    public async Task Bilinear_values_are_as_near_as_the_curvature_lets_them(string from, string to)
    {
        var (source, target) = (FieldOnGrid.Named(from), FieldOnGrid.Named(to));
        var result = await FieldOnGrid.Result($"{{grid: {to}, interpolation: linear, {NoFile}}}", FieldOnGrid.Message(from, FieldOnGrid.Values(source, FieldOnGrid.Smooth)));

        // |f''| is at most 4 along rows and 2 along meridians; a linear piece of width h errs by h² f'' / 8 along each. Rows near poles have few
        // points, but there the field has the factor cos² φ.
        var h = source.Rows.ToArray().Where(static row => Math.Abs(row.Latitude) < 60).Max(static row => Math.Max(row.Step, row.North - row.South));
        var bound = Math.Pow(double.DegreesToRadians(h), 2) * 6 / 8;
        result.Zip(FieldOnGrid.Values(target, FieldOnGrid.Smooth), static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(bound);
    }

    [Fact]
    public async Task A_field_comes_back_from_a_finer_grid_but_for_twice_the_error_of_one_way()
    {
        var values = FieldOnGrid.Values(FieldOnGrid.Named("O48"), FieldOnGrid.Smooth);
        var there = await FieldOnGrid.Result($"{{grid: 0.5/0.5, interpolation: linear, {NoFile}}}", FieldOnGrid.Message("O48", values));
        var back = await FieldOnGrid.Result($"{{grid: O48, interpolation: linear, {NoFile}}}", FieldOnGrid.Message("0.5/0.5", there));
        back.Zip(values, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(2 * Math.Pow(double.DegreesToRadians(360.0 / 84), 2) * 6 / 8);
    }

    [Theory]
    [InlineData("O32", "3/3")]
    [InlineData("N32", "O24")]
    [InlineData("1/1", "F16")]
    [InlineData("O32", "H8_nested")]
    [InlineData("5/5", "0.7/0.9")]
    public async Task Box_averages_keep_the_integral_over_the_sphere(string from, string to)
    {
        var (source, target) = (FieldOnGrid.Named(from), FieldOnGrid.Named(to));
        var values = FieldOnGrid.Values(source, FieldOnGrid.Lopsided);
        var result = await FieldOnGrid.Result($"{{grid: {to}, interpolation: grid-box-average, {NoFile}}}", FieldOnGrid.Message(from, values));
        Areas(source).Sum().ShouldBe(4 * Math.PI, 1e-10);
        if (to == "0.7/0.9")
            return; // its steps do not tile the globe, so its cells overlap
        Areas(target).Sum().ShouldBe(4 * Math.PI, 1e-10);
        Areas(target).Zip(result, static (a, v) => a * v).Sum().ShouldBe(Areas(source).Zip(values, static (a, v) => a * v).Sum(), 1e-6);
    }

    [Fact]
    public async Task The_poles_and_the_date_line_are_no_edges()
    {
        var result = await FieldOnGrid.Result($"{{grid: [0.5, 0.5], area: [90, 170, -90, 190], interpolation: linear, {NoFile}}}", FieldOnGrid.Message("O48", FieldOnGrid.Values(FieldOnGrid.Named("O48"), FieldOnGrid.Lopsided)));
        GridNames.TryFind("0.5/0.5", new LatLonArea(90, 170, -90, 190), out var grid, out _).ShouldBeTrue();
        result.Zip(FieldOnGrid.Values(grid!, FieldOnGrid.Lopsided), static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(0.1);
    }

    [Fact]
    public async Task Beyond_half_a_cell_of_a_limited_area_values_are_missing()
    {
        var values = FieldOnGrid.Values(LatLonGrids.Of(1, 1, new LatLonArea(50, -10, 40, 10))!, FieldOnGrid.Lopsided);
        var metadata = Metadata.From(("gridType", "regular_ll"), ("Ni", 21L), ("Nj", 11L), ("north", 50.0), ("south", 40.0), ("west", 350.0), ("east", 10.0), ("west_east_increment", 1.0), ("south_north_increment", 1.0));
        foreach (var method in (string[])["nn", "linear", "k-nearest", "grid-box-average"])
        {
            var product = await FieldOnGrid.One($"{{grid: [0.25, 0.25], area: [55, -15, 35, 15], interpolation: {method}, {NoFile}}}", new Message(MessageKind.Field, metadata, FieldPayload.Copy(values), new Origin("test", "memory")));
            product.Metadata.TryGet("bitmapPresent", out var present).ShouldBeTrue();
            present.ShouldBe(MetadataValue.Of(true));
            var (latitudes, longitudes) = GridTests.Locations(LatLonGrids.Of(0.25, 0.25, new LatLonArea(55, -15, 35, 15))!);
            var result = FieldFlow.Values(product);
            for (var i = 0; i < result.Length; i++)
            {
                var east = longitudes[i] > 180 ? longitudes[i] - 360 : longitudes[i];
                var isOutside = latitudes[i] > 50.6 || latitudes[i] < 39.4 || Math.Abs(east) > 10.6;
                var isInside = latitudes[i] < 50.4 && latitudes[i] > 39.6 && Math.Abs(east) < 10.4;
                (isOutside && double.IsNaN(result[i]) || isInside && !double.IsNaN(result[i]) || (!isOutside && !isInside)).ShouldBeTrue($"{method} {latitudes[i]} {east} {result[i]}");
            }
        }
    }

    [Theory]
    [InlineData(false, 0.75, 10.0)]
    [InlineData(false, 0.25, double.NaN)]
    [InlineData(true, 0.75, 10.0)]
    [InlineData(true, 0.25, double.NaN)]
    public async Task Missing_points_leave_their_weight_to_the_others_or_take_the_value_with_them(bool strict, double longitude, double expected)
    {
        // On the equator between a missing point at 0° and one of 10 at 1°.
        var grid = FieldOnGrid.Named("1/1");
        var values = FieldOnGrid.Values(grid, static (_, longitude) => longitude == 0 ? -5 : 10);
        var message = FieldOnGrid.Message("1/1", values, ("bitmapPresent", true), ("missingValue", -5.0));
        var product = await FieldOnGrid.One($"{{grid: [0.25, 0.25], area: [0, {longitude}, 0, {longitude + 0.1}], interpolation: linear, {NoFile}}}", message, FieldOnGrid.Context(strict: strict));
        FieldFlow.Values(product).ShouldBe([expected]);
        product.Metadata.TryGet("missingValue", out var mark).ShouldBeTrue();
        mark.ShouldBe(MetadataValue.Of(-5.0));
    }

    [Fact]
    public async Task Missing_values_that_are_not_a_number_become_the_mark_that_is_asked_for()
    {
        var values = FieldOnGrid.Values(FieldOnGrid.Named("2/2"), static (latitude, _) => latitude > 0 ? double.NaN : 1);
        var product = await FieldOnGrid.One("{grid: 1/1, interpolation: nn, options: {caching: false, missing_value: -999}}", FieldOnGrid.Message("2/2", values, ("bitmapPresent", true), ("missingValue", double.NaN)));
        var result = FieldFlow.Values(product);
        ((FieldPayload)product.Payload).Doubles[0].ShouldBe(-999);
        result.Count(double.IsNaN).ShouldBeInRange(89 * 360, 91 * 360);
        result[^1].ShouldBe(1);
    }

    [Fact]
    public async Task Precision_is_double_unless_asked_otherwise()
    {
        var values = FieldOnGrid.Values(FieldOnGrid.Named("O16"), FieldOnGrid.Lopsided);
        foreach (var (option, expected) in ((string, Precision)[])[("double", Precision.Double), ("single", Precision.Single), ("keep", Precision.Single)])
        {
            var message = new Message(MessageKind.Field, Metadata.From(("atlas-grid-kind", "O16"), ("misc-precision", "single")), FieldPayload.Copy(Array.ConvertAll(values, static value => (float)value)), new Origin("test", "memory"));
            var product = await FieldOnGrid.One($"{{grid: 5/5, precision: {option}, {NoFile}}}", message);
            ((FieldPayload)product.Payload).Precision.ShouldBe(expected);
            product.Metadata.TryGetString("misc-precision", out var told).ShouldBeTrue();
            told.ShouldBe(expected == Precision.Double ? "double" : "single");
            FieldFlow.Values(product).Zip(await FieldOnGrid.Result($"{{grid: 5/5, {NoFile}}}", FieldOnGrid.Message("O16", values)), static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-4);
        }
    }

    [Fact]
    public async Task What_told_the_old_grid_goes_and_what_tells_the_new_one_comes()
    {
        var product = await FieldOnGrid.One(
            $"{{grid: [1.0, 1.0], area: [90, 0, -90, 360], interpolation: grid-box-average, {NoFile}}}",
            FieldOnGrid.Message("O16", FieldOnGrid.Values(FieldOnGrid.Named("O16"), FieldOnGrid.Lopsided), ("truncation", 15L), ("pentagonalResolutionParameterJ", 15L), ("gridType", "reduced_gg"), ("N", 16L), ("step", 3L)));
        product.Metadata.ShouldBe(Metadata.From(
            ("paramId", 167L), ("step", 3L), ("gridType", "regular_ll"), ("Ni", 360L), ("Nj", 181L), ("north", 90.0), ("south", -90.0), ("west", 0.0), ("east", 359.0),
            ("west_east_increment", 1.0), ("south_north_increment", 1.0), ("misc-globalSize", 65160L), ("bitmapPresent", false)));
    }

    [Theory]
    [InlineData("/cache", "/home/me", true, "/cache/windrow/weights")]
    [InlineData("", "/home/me", true, "/home/me/.cache/windrow/weights")]
    [InlineData("relative", "/home/me", true, "/home/me/.cache/windrow/weights")]
    [InlineData("", "", true, null)]
    [InlineData("/cache", "/home/me", false, null)]
    public void Weights_are_kept_in_the_users_cache_directory(string cache, string home, bool caching, string? expected)
    {
        var context = FieldOnGrid.Context() with { Services = new Core.EngineServices { Environment = name => name == "HOME" ? home : name == "XDG_CACHE_HOME" ? cache : null } };
        InterpolationTarget.DirectoryOf(null, caching, context).ShouldBe(expected);
        InterpolationTarget.DirectoryOf("here", true, FieldOnGrid.Context("/plans")).ShouldBe("/plans/here");
    }

    [Theory]
    [InlineData("atlas-grid-kind", "O17", "which has 1768 points")]
    [InlineData("atlas-grid-kind", "eORCA12_T", "input-points")]
    [InlineData("atlas-grid-kind", "nonsense", "no grid that is known")]
    [InlineData("gridType", "sh", "no spectral transform")]
    [InlineData("paramId", "167", "nothing tells which grid")]
    public async Task A_field_whose_grid_is_not_known_is_a_dead_letter_that_says_why(string key, string value, string reason)
    {
        var message = new Message(MessageKind.Field, Metadata.From((key, value)), FieldPayload.Copy(new double[100]), new Origin("test", "memory"));
        var failure = (await FieldOnGrid.Run($"{{grid: 1/1, {NoFile}}}", message)).Dead.ShouldHaveSingleItem().Failure;
        failure.Class.ShouldBe(ErrorClass.Permanent);
        failure.ToString().ShouldContain(reason);
    }

    [Fact]
    public async Task Names_of_truncations_stand_for_their_grids()
    {
        foreach (var (name, grid) in ((string, string)[])[("TCO31", "O32"), ("tco15", "O16"), ("TL63", "N32")])
        {
            var values = FieldOnGrid.Values(FieldOnGrid.Named(grid), FieldOnGrid.Lopsided);
            var message = new Message(MessageKind.Field, Metadata.Empty, FieldPayload.Copy(values), new Origin("test", "memory"));
            (await FieldOnGrid.Result($"{{input: {name}, grid: {grid}, interpolation: nn, {NoFile}}}", message)).ShouldBe(values);
        }
    }

    [Fact]
    public async Task Several_outputs_become_messages_of_their_own()
    {
        var options = FieldFlow.Bind(InterpolateMtg2Options.Set, """
            outputs:
              - {grid: 5/5, options: {caching: false, interpolation: nn}, additional-metadata: {resolution: low}}
              - {grid: H4_nested, options: {caching: false}, additional-metadata: {resolution: standard}}
              - {grid: 0.1/0.1, enable: false}
            """);
        var message = new Message(MessageKind.Field, Metadata.From(("grid", "O16"), ("param", 167L)), FieldPayload.Copy(FieldOnGrid.Values(FieldOnGrid.Named("O16"), FieldOnGrid.Lopsided)), new Origin("test", "memory"));
        var run = await FieldFlow.Run(new InterpolateMtg2Action(options, FieldOnGrid.Context()), [message]);
        run.Dead.ShouldBeEmpty();
        run.Products.Select(static product => $"{product.Metadata.TryGetString("grid", out var grid)} {grid} {product.Metadata.TryGetString("resolution", out var resolution)} {resolution} {((FieldPayload)product.Payload).Count}")
            .ShouldBe(["True 5/5 True low 2664", "True H4_nested True standard 192"]);
        run.Products.Select(static product => product.Id).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Box_weights_need_cells()
    {
        var points = new PointGrid("mesh", [0, 10], [0, 10]);
        Should.Throw<FailureException>(() => WeightsBuild.Of(new WeightsRequest(points, FieldOnGrid.Named("O16"), InterpolationMethod.GridBoxAverage, 4))).Failure.Reason.ShouldContain("mesh");
    }

    private static double[] Areas(RowGrid grid)
    {
        var areas = new double[grid.Points];
        foreach (var row in grid.Rows)
        {
            for (var i = 0; i < row.Count; i++)
                areas[grid.PlaceOf(row.Start + i)] = double.DegreesToRadians(row.Step) * (Math.Sin(double.DegreesToRadians(row.North)) - Math.Sin(double.DegreesToRadians(row.South)));
        }

        return areas;
    }
}
