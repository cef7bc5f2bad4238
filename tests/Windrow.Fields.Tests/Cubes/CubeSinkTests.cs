using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Cubes;
using Windrow.Fields.Grib.Encoding;
using Windrow.Fields.NetCdf;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;
using Windrow.Fields.Zarr;

namespace Windrow.Fields.Tests.Cubes;

/// <summary>Data sets of every format, as xarray or a reader of the specification finds them.</summary>
public sealed class CubeSinkTests : IDisposable
{
    private const double Mark = -1e9;

    private readonly string _folder = Directory.CreateTempSubdirectory("windrow-cube-").FullName;

    public static TheoryData<string> Kinds => ["netcdf", "zarr2", "zarr3"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Values_times_and_coordinates_are_there_exactly(string kind)
    {
        await Write(kind, Fields(0, 3));
        var found = CubeReading.Of(kind, PathOf(kind));
        found.Attribute("Conventions").ShouldBe("CF-1.8");
        found.Dimensions("t2m").ShouldBe("time,lat,lon");
        found.Shape("t2m").ShouldBe([3, 3, 4]);
        found.Type("t2m").ShouldBe("float64");
        found.Values("t2m").ShouldBe([.. Enumerable.Range(0, 3).SelectMany(Numbers)]);
        found.Attribute("t2m", "standard_name").ShouldBe("air_temperature");
        found.Attribute("t2m", "units").ShouldBe("K");
        found.Values("lat").ShouldBe([50, 49, 48]);
        found.Values("lon").ShouldBe([5, 5.5, 6, 6.5]);
        found.Attribute("time", "units").ShouldContain("hours since 2024-02-28");
        Times(kind, found).ShouldBe(["2024-02-28T00:00:00", "2024-02-28T06:00:00", "2024-02-28T12:00:00"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Missing_values_are_missing_in_either_precision(string kind)
    {
        foreach (var precision in (string[])["single", "double"])
        {
            var values = Numbers(0);
            values[5] = Mark;
            var field = Field(0, values, ("bitmapPresent", true), ("missingValue", Mark));
            await Write(kind, [field], $"precision: {precision}\nvariable: v_{precision}");
            var found = CubeReading.Of(kind, PathOf(kind)).Values("v_" + precision);
            double.IsNaN(found[5]).ShouldBeTrue();
            found[4].ShouldBe(Numbers(0)[4]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Second_run_continues_the_first_and_a_field_that_comes_again_takes_its_place(string kind)
    {
        await Write(kind, Fields(0, 2), "deflate: 6");
        var again = Field(1, Numbers(77));
        await Write(kind, [again, .. Fields(2, 4)], "deflate: 6");
        var found = CubeReading.Of(kind, PathOf(kind));
        found.Values("t2m").ShouldBe([.. Numbers(0), .. Numbers(77), .. Numbers(2), .. Numbers(3)]);
        Times(kind, found).ShouldBe(["2024-02-28T00:00:00", "2024-02-28T06:00:00", "2024-02-28T12:00:00", "2024-02-28T18:00:00"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Levels_have_an_axis(string kind)
    {
        var messages = new[] { 500L, 850L }.SelectMany(level => Enumerable.Range(0, 2).Select(step => Field(step, Numbers((int)level + step), ("shortName", "t"), ("paramId", 130L), ("typeOfLevel", "isobaricInhPa"), ("level", level))));
        await Write(kind, messages);
        var found = CubeReading.Of(kind, PathOf(kind));
        found.Dimensions("t").ShouldBe("time,isobaricInhPa,lat,lon");
        found.Values("isobaricInhPa").ShouldBe([500, 850]);
        found.Values("t").ShouldBe([.. Numbers(500), .. Numbers(850), .. Numbers(501), .. Numbers(851)]);
        found.Attribute("isobaricInhPa", "positive").ShouldBe("down");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Statistics_have_bounds_and_cell_methods(string kind)
    {
        (string, MetadataValue)[] mean = [("operation", "average"), ("previousDate", 20240228L), ("previousTime", 0L), ("currentDate", 20240228L), ("currentTime", 60000L), ("paramId", 228004L)];
        await Write(kind, [Field(0, Numbers(0)), Field(1, Numbers(1), mean)]);
        var found = CubeReading.Of(kind, PathOf(kind));
        var name = found.Variables.Single(static variable => variable.EndsWith("_average", StringComparison.Ordinal));
        found.Attribute(name, "cell_methods").ShouldBe("time: mean");
        found.Attribute("time", "bounds").ShouldBe("time_bnds");
        if (kind == "zarr3")
            found.Values("time_bnds").ShouldBe([0, 0, 0, 6]);
        else
            found.Texts("time_bnds").ShouldBe(["2024-02-28T00:00:00", "2024-02-28T00:00:00", "2024-02-28T00:00:00", "2024-02-28T06:00:00"]);
        found.Values(name)[..12].ShouldAllBe(static value => double.IsNaN(value));
        found.Values(name)[12..].ShouldBe(Numbers(1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Grib_messages_are_decoded_onto_their_grid(string kind)
    {
        var octets = Grib(out var values);
        GribPayload.TryCreate(octets, null, out var payload, out _).ShouldBeTrue();
        var metadata = Metadata.From(("dataDate", 20240228L), ("dataTime", 0L), ("endStep", 3L), ("paramId", 167L), ("typeOfLevel", "heightAboveGround"), ("level", 2L));
        await Write(kind, [new Message(MessageKind.Field, metadata, payload!, new Origin("test", "grib", 0))]);
        var found = CubeReading.Of(kind, PathOf(kind));
        found.Dimensions("t2m").ShouldBe("time,heightAboveGround,lat,lon");
        found.Values("t2m").ShouldBe(values);
        found.Values("lat")[0].ShouldBe(60);
        found.Values("lon").Length.ShouldBe(16);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Points_without_structure_are_cells(string kind)
    {
        var field = Field(0, [1.5, 2.5, 3.5]);
        var metadata = field.Metadata.Change().Remove("Ni").Set("gridType", "unstructured_grid").Set("grid", "eORCA1_T").Build();
        await Write(kind, [new Message(MessageKind.Field, metadata, field.Payload, field.Origin)]);
        var found = CubeReading.Of(kind, PathOf(kind));
        found.Dimensions("t2m").ShouldBe("time,cell");
        found.Attribute("grid").ShouldBe("eORCA1_T");
        found.Values("t2m").ShouldBe([1.5, 2.5, 3.5]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Members_of_an_ensemble_have_an_axis(string kind)
    {
        await Write(kind, new[] { 0L, 2L, 1L }.SelectMany(static member => Enumerable.Range(0, 2).Select(step => Field(step, Numbers((10 * (int)member) + step), ("number", member)))));
        var found = CubeReading.Of(kind, PathOf(kind));
        found.Dimensions("t2m").ShouldBe("time,realization,lat,lon");
        found.Attribute("realization", "standard_name").ShouldBe("realization");
        found.Values("realization").ShouldBe([0, 2, 1]);
        found.Values("t2m").ShouldBe([.. Numbers(0), .. Numbers(20), .. Numbers(10), .. Numbers(1), .. Numbers(21), .. Numbers(11)]);
    }

    [Fact]
    public async Task Members_with_files_of_their_own_need_no_axis()
    {
        var sink = Sink("netcdf", "", Path.Combine(_folder, "member{number}.nc"));
        (await FieldFlow.RunSink(sink, [Field(0, Numbers(1), ("number", 1L)), Field(0, Numbers(2), ("number", 2L))])).Dead.ShouldBeEmpty();
        var found = CubeReading.Of("netcdf", Path.Combine(_folder, "member2.nc"));
        found.Dimensions("t2m").ShouldBe("time,lat,lon");
        found.Values("t2m").ShouldBe(Numbers(2));
        found.Attribute("ensemble_member").ShouldBe("2");
    }

    [Theory]
    [InlineData("HEALPix", "H2_nested", 48)]
    [InlineData("reduced_gg", "O4", 208)]
    public async Task Points_of_a_grid_that_has_a_name_have_coordinates(string type, string grid, int points)
    {
        var plain = Metadata.From(("date", 20240228L), ("time", 0L), ("step", 0L), ("shortName", "2t"), ("gridType", type), ("N", 4L), ("Nside", 2L), ("orderingConvention", "nested"));
        var values = Enumerable.Range(0, points).Select(static point => point + 0.5).ToArray();
        await Write("netcdf", [new Message(MessageKind.Field, plain, FieldPayload.Copy(values), new Origin("test", "memory"))]);
        var found = CubeReading.Of("netcdf", PathOf("netcdf"));
        var (latitudes, longitudes) = Grids.GridTests.Locations(Interpolate.FieldOnGrid.Named(grid));
        found.Dimensions("v2t").ShouldBe("time,cell");
        found.Values("v2t").ShouldBe(values);
        found.Values("lat").ShouldBe(latitudes);
        found.Values("lon").ShouldBe(longitudes);
        found.Attribute("grid").ShouldBe(grid);
    }

    [Theory]
    [InlineData(-180.0, new[] { -180.0, -90, 0, 90 })]
    [InlineData(0.0, new[] { 0.0, 90, 180, 270 })]
    public async Task Longitudes_ascend_from_the_western_edge(double west, double[] expected)
    {
        await Write("netcdf", [Field(0, Numbers(0), ("west", west), ("east", west + 270), ("west_east_increment", 90.0))]);
        CubeReading.Of("netcdf", PathOf("netcdf")).Values("lon").ShouldBe(expected);
    }

    [Theory]
    [InlineData("lat")]
    [InlineData("time")]
    [InlineData("depthBelowSea")]
    public async Task Variable_with_the_name_of_an_axis_is_refused(string name)
    {
        foreach (var kind in (string[])["netcdf", "zarr3"])
        {
            var run = await FieldFlow.RunSink(Sink(kind, $"variable: {name}"), [Field(0, Numbers(0), ("typeOfLevel", "depthBelowSea"), ("level", 5L))]);
            run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain($"'{name}', which is the name of an axis");
        }
    }

    [Fact]
    public async Task Data_set_that_another_sink_has_open_is_left_to_it()
    {
        using (CubeLock.Take(PathOf("netcdf"), new EngineServices().Files))
        {
            var run = await FieldFlow.RunSink(Sink("netcdf"), Fields(0, 1));
            run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("another sink or process is writing it");
        }

        await Write("netcdf", Fields(0, 1));
        Directory.GetFiles(_folder).ShouldBe([PathOf("netcdf")]);
    }

    [Theory]
    [InlineData("number", 3L, "the field is over (time, realization, ")]
    [InlineData("west", 7.0, "with other coordinates")]
    [InlineData("typeOfLevel", "isobaricInhPa", "over (time, lat, lon)")]
    public async Task Field_that_does_not_fit_says_what_differs(string key, object value, string expected)
    {
        foreach (var kind in (string[])["netcdf", "zarr3"])
        {
            await Write(kind, Fields(0, 1));
            MetadataValue other = value switch { long number => number, double real => real, _ => (string)value };
            var run = await FieldFlow.RunSink(Sink(kind), [Field(1, Numbers(1), (key, other), ("level", 500L))]);
            run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain(expected);
        }
    }

    [Fact]
    public async Task Files_of_others_are_left_as_they_are()
    {
        await File.WriteAllTextAsync(PathOf("netcdf"), "a text", TestContext.Current.CancellationToken);
        var run = await FieldFlow.RunSink(Sink("netcdf"), Fields(0, 1));
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("no NetCDF-4 file that can be continued");
        (await File.ReadAllTextAsync(PathOf("netcdf"), TestContext.Current.CancellationToken)).ShouldBe("a text");
        Directory.GetFiles(_folder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Cdo_finds_in_netcdf_what_is_in_grib()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/cdo"), "there is no cdo (Debian: apt-get install cdo)");
        var octets = Grib(out _);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "in.grib"), octets, TestContext.Current.CancellationToken);
        GribPayload.TryCreate(octets, null, out var payload, out _).ShouldBeTrue();
        var metadata = Metadata.From(("dataDate", 20240228L), ("dataTime", 0L), ("endStep", 3L), ("paramId", 167L), ("typeOfLevel", "heightAboveGround"), ("level", 2L));
        await Write("netcdf", [new Message(MessageKind.Field, metadata, payload!, new Origin("test", "grib", 0))]);
        var (_, difference) = CubeReading.RunProgram("cdo", "-s", "diffv", Path.Combine(_folder, "in.grib"), PathOf("netcdf"));
        difference.Trim().ShouldBeEmpty();
        var (code, info) = CubeReading.RunProgram("cdo", "-s", "infon", PathOf("netcdf"));
        code.ShouldBe(0, info);
        info.ShouldContain("2024-02-28 03:00:00");
    }

    private static string[] Times(string kind, CubeReading found) => kind == "zarr3"
        ? [.. found.Values("time").Select(static hours => new DateTime(2024, 2, 28, 0, 0, 0, DateTimeKind.Utc).AddHours(hours).ToString("s"))]
        : found.Texts("time");

    private string PathOf(string kind) => Path.Combine(_folder, "out." + kind);

    private PlanAction Sink(string kind, string more = "", string? path = null)
    {
        var context = new PlugInContext(new EngineServices(), new DiagnosticBag(), ConfigDialect.Native, _folder, "test", [], false);
        var files = context.Services.Files;
        var yaml = $"path: \"{path ?? PathOf(kind)}\"\n{more}";
        if (kind == "netcdf")
        {
            var options = FieldFlow.Bind(NetCdfSinkOptions.Set, yaml);
            return new CubeSink(options, context, path => new NetCdfStorage(path, options, files));
        }

        var zarr = FieldFlow.Bind(ZarrSinkOptions.Set, $"{yaml}\nzarr-format: {kind[^1]}");
        return new CubeSink(zarr, context, path => new ZarrStorage(path, zarr, files));
    }

    private async Task Write(string kind, IEnumerable<Message> messages, string more = "") =>
        (await FieldFlow.RunSink(Sink(kind, more), messages)).Dead.Select(static letter => letter.Failure.Reason).ShouldBeEmpty();

    private static double[] Numbers(int seed) => [.. Enumerable.Range(0, 12).Select(point => (seed * 100) + point + 0.25)];

    private static IEnumerable<Message> Fields(int from, int to) => Enumerable.Range(from, to - from).Select(static step => Field(step, Numbers(step)));

    private static Message Field(int step, double[] values, params (string, MetadataValue)[] more)
    {
        var metadata = Metadata.From(
            ("date", 20240228L), ("time", 0L), ("step", step * 6L), ("shortName", "2t"), ("paramId", 167L), ("typeOfLevel", "surface"), ("level", 0L),
            ("gridType", "regular_ll"), ("Ni", 4L), ("Nj", 3L), ("north", 50.0), ("south", 48.0), ("west", 5.0), ("east", 6.5), ("west_east_increment", 0.5), ("south_north_increment", 1.0));
        foreach (var (key, value) in more)
            metadata = metadata.With(key, value);
        return new Message(MessageKind.Field, metadata, FieldPayload.Copy(values), new Origin("test", "memory", step));
    }

    private static byte[] Grib(out double[] values)
    {
        using var encoder = GribEncoder.FromSample("regular_ll_sfc_grib2");
        encoder.Set("shortName", "2t");
        encoder.Set("dataDate", 20240228);
        encoder.Set("dataTime", 0);
        encoder.Set("step", 3);
        values = new double[encoder.Handle.GetSize("values")];
        for (var i = 0; i < values.Length; i++)
            values[i] = 250 + i;
        encoder.SetValues(values);
        var octets = encoder.Message.ToArray();
        GribPayload.TryCreate(octets, null, out var payload, out _).ShouldBeTrue();
        Windrow.Fields.Grib.Values.GribValues.Decode(payload!.Memory, payload.Sections, 0, values);
        return octets;
    }
}
