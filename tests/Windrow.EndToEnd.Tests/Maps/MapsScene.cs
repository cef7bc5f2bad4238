using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Maps;

/// <summary>A directory with a small recipe folder and the messages of a forecast that it draws 12 maps of.</summary>
internal sealed class MapsScene : IDisposable
{
    public static readonly string[] Products =
    [
        .. new[] { "t2m+000", "t2m+006", "t2m+012", "warm+000", "warm+006", "warm+012", "rain+006", "rain+012", "air+000", "air+006", "air+012", "all+012" }
            .Select(static name => $"2026-11-20T00:00:00/{name[..^4]}_default/{name}.png"),
    ];

    private const string Inputs = """
        inputs:
          t2m: {eccodes: shortName is "2t"}
          t850: {eccodes: shortName is "t" and level == 850}
          air: [{model: low, eccodes: shortName is "t" and level == 850}, {model: high, eccodes: shortName is "t" and level == 500}]
          warm: {type: expr, inputs: [t2m, t850], expr: "warm = t2m - t850 + 273.15"}
          mean: {type: average, inputs: t2m, step: 12}
          tp6: {type: decumulate, inputs: tp, step: 6}
          tp: {eccodes: shortName is "tp"}
        flavours:
          - name: default
            steps:
              add_basemap:
                params: {subpage_map_projection: cylindrical, subpage_lower_left_latitude: 35.0, subpage_lower_left_longitude: 0.0,
                  subpage_upper_right_latitude: 60.0, subpage_upper_right_longitude: 30.0, output_width: 300, page_id_line: off}
        """;

    private const string Generate = """
        sources:
          - {type: generate, params: [2t, t, tp], levels: [850, 500], start: 2026-11-20T00:00:00Z, steps: STEPS, nx: 31, ny: 26, north: 60, south: 35, west: 0, east: 30}
        plans:
          - name: all
            actions:
              - {type: encode, format: grib}
              - {type: sink, sinks: [{type: file, path: forecast.grib}]}
        """;

    public MapsScene()
    {
        Scratch.Write("recipes/inputs.yaml", Inputs);
        foreach (var (name, input) in new[] { ("t2m", "t2m"), ("warm", "warm"), ("rain", "tp6"), ("air", "air"), ("all", "mean") })
            Scratch.Write($"recipes/{name}.yaml", $"recipe: [{{step: add_basemap}}, {{step: add_grib, grib: {input}}}, {{step: add_contour, params: {{contour_shade: on, contour_shade_method: area_fill, contour_label: off}}}}]");
        Directory.CreateDirectory(Scratch["in"]);
    }

    public Scratch Scratch { get; } = new();

    /// <summary>The pictures that there are, by their names below the folder of maps.</summary>
    public string[] Pictures => Directory.Exists(Scratch["maps"])
        ? [.. Directory.GetFiles(Scratch["maps"], "*.png", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Scratch["maps"], path)).Where(static path => !Path.GetFileName(path).StartsWith('.'))]
        : [];

    /// <summary>The messages of the forecast, by step: 2 m temperature, temperature at 850 and 500 hPa, precipitation.</summary>
    /// <param name="steps">Every hour up to this one; 0: three, six hours apart, which <see cref="Products"/> are of.</param>
    public async Task<List<byte[]>> Messages(int steps = 0)
    {
        Scratch.Write("generate.yaml", Generate.Replace("STEPS", steps == 0 ? "0/to/12/by/6" : $"0/to/{steps}/by/1", StringComparison.Ordinal));
        (await WindrowProcess.Run(Scratch.Path, "run", "generate.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var bytes = await File.ReadAllBytesAsync(Scratch["forecast.grib"]);
        var messages = new List<byte[]>();
        for (var at = 0; at < bytes.Length; at += messages[^1].Length)
        {
            bytes[at + 7].ShouldBe((byte)2);
            messages.Add(bytes[at..(at + (int)System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at + 8)))]);
        }

        messages.Count.ShouldBe(steps == 0 ? 12 : 4 * (steps + 1));
        return messages;
    }

    /// <summary>Removes the pictures, but nothing that was not finished.</summary>
    public void Forget() => Array.ForEach(Pictures, picture => File.Delete(Scratch[$"maps/{picture}"]));

    /// <summary>Moves a file with messages into the folder that is watched.</summary>
    public void Arrive(string name, params IEnumerable<byte[]> messages)
    {
        File.WriteAllBytes(Scratch[$"in/.{name}"], [.. messages.SelectMany(static message => message)]);
        File.Move(Scratch[$"in/.{name}"], Scratch[$"in/{name}"]);
    }

    public WindrowProcess Watch(params string[] arguments) => WindrowProcess.Start(Scratch.Path, ["maps", "watch", .. arguments, "--grib", "--workers", "2"]);

    public void Dispose() => Scratch.Dispose();
}
