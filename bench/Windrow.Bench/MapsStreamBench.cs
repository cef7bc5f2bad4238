using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Windrow.Bench;

/// <summary>
/// How long after its last input a map's picture is on disk, against the time that drawing it took, while the stream goes on. The first maps of the
/// worker are left out, as it starts with them.
/// </summary>
internal static class MapsStreamBench
{
    private const int Maps = 16;
    private const int Warm = 2;
    private const int Others = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const string Recipes = """
        inputs: {t2m: {eccodes: shortName is "2t"}, ground: {eccodes: shortName is "msl"}, both: {type: cat, inputs: [t2m, ground]}}
        flavours:
          - name: default
            steps:
              add_basemap: {params: {output_width: 1280, subpage_map_projection: cylindrical, subpage_lower_left_latitude: 35.0, subpage_lower_left_longitude: 2.5, subpage_upper_right_latitude: 50.0, subpage_upper_right_longitude: 20.0, page_id_line: off}}
            postprocess: [{type: quantize}]
        recipe:
          - step: add_basemap
          - step: add_coastlines_bg
          - {step: add_grib, grib: both}
          - step: add_contour
            params: {contour: off, contour_label: off, contour_shade: on, contour_shade_method: area_fill, contour_level_selection_type: interval, contour_interval: 2.0, legend: on}
          - step: add_coastlines_fg
          - step: add_boundaries
        """;

    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path("recipes"));
        File.WriteAllText(folder.Path("recipes/t2m.yaml"), Recipes);
        var start = new ProcessStartInfo(ProcessRun.Windrow, ["maps", "watch", "-", "--grib", "--workers", "1"])
        {
            WorkingDirectory = folder.Path(""),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var waits = new List<double>();
        var other = MapsOrders.Field("tcc", 1, 0.5);
        for (var step = 0; step < Maps; step++)
        {
            var input = process.StandardInput.BaseStream;
            for (var n = 0; n < Others; n++)
                input.Write(other);
            input.Write(MapsOrders.Field("msl", 101_300, 1_800, step));
            var last = MapsOrders.Field("2t", 278, 12, step);
            var began = Stopwatch.GetTimestamp();
            input.Write(last);
            input.Flush();
            var picture = folder.Path(string.Create(CultureInfo.InvariantCulture, $"maps/2026-11-20T00:00:00/t2m_default/t2m+{step:D3}.png"));
            while (!File.Exists(picture))
            {
                if (process.HasExited)
                    throw new InvalidOperationException(error.Result);
                if (Stopwatch.GetElapsedTime(began) > Patience)
                    throw new TimeoutException($"{picture} does not appear");
                Thread.Sleep(1);
            }

            waits.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        process.StandardInput.Close();
        process.WaitForExit();
        var drawing = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => XmlConvert.ToTimeSpan(JsonDocument.Parse(line).RootElement.GetProperty("metadata").GetProperty("drawing").GetString()!).TotalSeconds).ToList();
        var ratios = waits.Zip(drawing, static (wait, draw) => wait / draw).Skip(Warm).ToList();
        yield return new Figure("map on disk after its last input", Measure.Median(ratios), "×", 1.1, true, string.Create(
            CultureInfo.InvariantCulture, $"of its draw time; {Measure.Median([.. waits.Skip(Warm)]):0.000} s against {Measure.Median([.. drawing.Skip(Warm)]):0.000} s, the slowest {ratios.Max():0.00} ×"));
    }
}
