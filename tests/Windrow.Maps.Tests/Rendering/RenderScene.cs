using Windrow.Core;
using Windrow.Maps.Imaging;
using Windrow.Maps.Rendering;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.Rendering;

/// <summary>A directory of a test's own with a synthetic 2 m temperature field, orders that draw it, and renderers.</summary>
internal sealed class RenderScene : IDisposable
{
    public static readonly string Program = FindProgram();

    private readonly string _path = Directory.CreateTempSubdirectory("windrow-render-").FullName;

    public RenderScene()
    {
        using var field = GribHandle.FromSample("regular_ll_sfc_grib2");
        const int columns = 121, rows = 91;
        field.SetLong("Ni", columns);
        field.SetLong("Nj", rows);
        field.SetDouble("latitudeOfFirstGridPointInDegrees", 55);
        field.SetDouble("longitudeOfFirstGridPointInDegrees", 0);
        field.SetDouble("latitudeOfLastGridPointInDegrees", 32.5);
        field.SetDouble("longitudeOfLastGridPointInDegrees", 30);
        field.SetDouble("iDirectionIncrementInDegrees", 0.25);
        field.SetDouble("jDirectionIncrementInDegrees", 0.25);
        field.SetString("shortName", "2t");
        field.SetLong("bitsPerValue", 16);
        var values = new double[columns * rows];
        for (var n = 0; n < values.Length; n++)
            values[n] = 273.15 + (n / columns * 30.0 / rows) + (8 * Math.Sin(n % columns / 12.0) * Math.Cos(n / columns / 9.0));
        field.SetDoubles("values", values);
        File.WriteAllBytes(Grib, field.Message.ToArray());
    }

    public string Grib => this["t2m.grib"];

    public string this[string name] => Path.Combine(_path, name);

    public static EngineServices Services(TimeProvider? time = null) => new() { Time = time ?? TimeProvider.System, Environment = Environment.GetEnvironmentVariable };

    public static MagicsRenderer Renderer(Func<MagicsRendererOptions, MagicsRendererOptions>? change = null, TimeProvider? time = null)
    {
        Magics.SkipIfMissing();
        var options = new MagicsRendererOptions { Command = [Program, "maps", "worker"], Workers = 1 };
        return new MagicsRenderer(change is null ? options : change(options), Services(time));
    }

    public static RasterImage Read(string file) => PngReader.Read(File.ReadAllBytes(file));

    /// <summary>Italy and around, 800 pixels wide: land, filled contours with their legend, coast and borders.</summary>
    public MapOrder Order(string name = "t2m", params MapParameter[] page) => new()
    {
        Name = name,
        Output = this[$"{name}.png"],
        Page = new(
        [
            new("output_width", MapValue.Of(800)),
            new("super_page_x_length", MapValue.Of(20.0)),
            new("super_page_y_length", MapValue.Of(18.0)),
            new("subpage_map_projection", MapValue.Of("cylindrical")),
            new("subpage_lower_left_latitude", MapValue.Of(35.0)),
            new("subpage_lower_left_longitude", MapValue.Of(2.5)),
            new("subpage_upper_right_latitude", MapValue.Of(50.0)),
            new("subpage_upper_right_longitude", MapValue.Of(20.0)),
            new("page_id_line", MapValue.Of(false)),
            .. page,
        ]),
        Steps =
        [
            new MapStep("mcoast", new([new("map_coastline_general_style", MapValue.Of("background"))])),
            Field(Grib),
            new MapStep("mcont", new(
            [
                new("legend", MapValue.Of(true)),
                new("contour", MapValue.Of(false)),
                new("contour_shade", MapValue.Of(true)),
                new("contour_shade_method", MapValue.Of("area_fill")),
                new("contour_shade_colour_method", MapValue.Of("list")),
                new("contour_level_selection_type", MapValue.Of("level_list")),
                new("contour_level_list", MapValue.Of([-10.0, 0, 10, 20, 30, 45])),
                new("contour_shade_colour_list", MapValue.Of(["#0000ff", "#00ffff", "#00ff00", "#ffff00", "#ff0000"])),
            ])),
            new MapStep("mcoast", new(
            [
                new("map_coastline_colour", MapValue.Of("black")),
                new("map_coastline_thickness", MapValue.Of(3)),
                new("map_coastline_resolution", MapValue.Of("medium")),
                new("map_boundaries", MapValue.Of(true)),
                new("map_grid", MapValue.Of(true)),
                new("map_label", MapValue.Of(true)),
            ])),
        ],
    };

    /// <summary>Coastlines only: drawn in a moment.</summary>
    public MapOrder Light(string name = "light") => Order(name) with { Steps = [new MapStep("mcoast", new([new("map_coastline_colour", MapValue.Of("black"))]))] };

    public static MapStep Field(string file) => new("mgrib", new([new("grib_input_file_name", MapValue.Of(file)), new("grib_automatic_scaling", MapValue.Of(true))]));

    /// <summary>Files in the directory, hidden ones included, but the field.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(_path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Where(static name => name != "t2m.grib").Order()!;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static string FindProgram()
    {
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "windrow.slnx")))
            directory = directory.Parent ?? throw new InvalidOperationException("These tests are run from a checkout.");
        return Path.Combine(directory.FullName, "src/Windrow.Cli/bin", configuration, "net10.0/windrow");
    }
}
