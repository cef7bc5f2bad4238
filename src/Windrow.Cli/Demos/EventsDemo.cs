using System.Globalization;
using Windrow.Core;
using Windrow.Core.PlugIns;

namespace Windrow.Cli.Demos;

/// <summary>
/// A sensor pipeline like that of TERRA-REF: makes the raw frames of a day, and runs <c>examples/sensor-pipeline</c> on them, which decides what each frame
/// means, converts it, and makes a mosaic of the day when all are there. GDAL's programs do the work.
/// </summary>
internal sealed class EventsDemo(EngineServices services, PlugInCatalog plugIns, string directory)
{
    /// <summary>The programs that the flow runs.</summary>
    public static readonly string[] Programs = ["gdal_translate", "gdalwarp"];

    private const string Date = "2018-06-03";
    private const string Example = "sensor-pipeline/flow.yaml";

    public async Task<int> Run(TextWriter output)
    {
        var flow = new DemoFlow(services, plugIns, directory);
        await output.WriteLineAsync($"1. A scan of a field with two cameras, {SensorFrames.Datasets} datasets each: {directory}/raw_data").ConfigureAwait(false);
        SensorFrames.WriteDay(Date, (name, content) => flow.Write($"raw_data/{name}", content));
        await output.WriteLineAsync($"2. Frames to GeoTIFFs, GeoTIFFs of the day to mosaics, mosaics to pictures: {directory}/flow.yaml").ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
        if (!await flow.Run("flow.yaml", Text(), output).ConfigureAwait(false))
            return ExitCode.RunTime;
        var (geotiffs, pictures) = (Files("level_1", ".tif"), Files("level_2", ".png"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"3. {geotiffs.Count} GeoTIFFs, {pictures.Count} mosaics:")).ConfigureAwait(false);
        foreach (var picture in pictures)
            await output.WriteLineAsync($"   {picture}").ConfigureAwait(false);
        await output.WriteLineAsync($"   What one was made of: windrow why {Path.ChangeExtension(pictures.FirstOrDefault() ?? "", ".tif")}").ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static string Text()
    {
        using var stream = typeof(EventsDemo).Assembly.GetManifestResourceStream(Example)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private List<string> Files(string below, string extension) =>
        [.. services.Files.List(Path.Combine(directory, below), recursive: true).Select(static file => file.Path).Where(path => path.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
