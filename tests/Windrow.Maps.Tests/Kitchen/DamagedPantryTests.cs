using System.Diagnostics;
using System.Globalization;
using Windrow.Maps.Tests.Definitions;
using Windrow.Maps.Tests.Rendering;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.Kitchen;

/// <summary>Files of a pantry whose octets were flipped by a disk or by somebody else: drawn, and derived of, with the built program.</summary>
public sealed class DamagedPantryTests : IDisposable
{
    private readonly RecipeFiles _files = new RecipeFiles()
        .Write("recipes/inputs.yaml", """
            inputs:
              t: {eccodes: shortName is "2t"}
              twice: {type: expr, inputs: t, expr: "twice = t * 2"}
            flavours: [{name: default, steps: {add_basemap: {params: {output_width: 200, page_id_line: off}}}}]
            """)
        .Write("recipes/plain.yaml", "recipe: [{step: add_basemap}, {step: add_grib, grib: t}, {step: add_contour}]")
        .Write("recipes/derived.yaml", "recipe: [{step: add_basemap}, {step: add_grib, grib: twice}, {step: add_contour}]");

    public void Dispose() => _files.Dispose();

    private static int Files => Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1" ? 240 : 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Flipped_octets_cost_their_own_maps_and_the_file_is_told(int edition)
    {
        Magics.SkipIfMissing();
        var pantry = Directory.CreateDirectory(Path.Combine(_files.Folder, "work/pantry")).FullName;
        var random = new Random(edition);
        for (var step = 0; step < Files; step++)
        {
            var message = Message(edition, step);
            // Most of what can go wrong is in the headers, and some in the data and at the end.
            var at = step % 4 == 3 ? random.Next(message.Length) : random.Next(Math.Min(message.Length, edition == 1 ? 90 : 200));
            message[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(Path.Combine(pantry, $"t_2026_1_10_0_0_0+{step}.grib"), message, TestContext.Current.CancellationToken);
        }

        var (status, error) = await Render();
        status.ShouldBe(5, error);
        error.ShouldNotContain("died");
        error.ShouldNotContain("Unhandled");
        var refused = 0;
        for (var step = 0; step < Files; step++)
        {
            var isDrawn = File.Exists(Path.Combine(_files.Folder, $"maps/2026-01-10T00:00:00/plain_default/plain+{step:000}.png"));
            refused += isDrawn ? 0 : 1;
            if (!isDrawn)
                error.ShouldContain($"pantry/t_2026_1_10_0_0_0+{step}.grib", Case.Sensitive, error);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} of {Files} refused");
        refused.ShouldBeInRange(Files / 10, Files - (Files / 10));
        Directory.GetFiles(_files.Folder, ".*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private static byte[] Message(int edition, int step)
    {
        using var field = GribHandle.FromSample($"regular_ll_sfc_grib{edition}");
        field.SetLong("dataDate", 20260110);
        field.SetLong("dataTime", 0);
        field.SetString("shortName", "2t");
        if (step > 255)
            field.SetLong("indicatorOfUnitOfTimeRange", edition == 1 ? 10 : 1);
        field.SetLong("endStep", step);
        var values = new double[field.GetSize("values")];
        for (var n = 0; n < values.Length; n++)
            values[n] = 260 + (n % 37);
        field.SetLong("bitsPerValue", 12);
        field.SetDoubles("values", values);
        return field.Message.ToArray();
    }

    private async Task<(int Status, string Error)> Render()
    {
        var workers = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["maps", "render", "work", "--recipes", "recipes", "-o", "maps", "--workers", workers];
        var start = new ProcessStartInfo(RenderScene.Program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _files.Folder };
        using var process = Process.Start(start).ShouldNotBeNull();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
