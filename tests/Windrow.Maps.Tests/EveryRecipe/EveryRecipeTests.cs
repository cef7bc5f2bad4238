using System.Diagnostics;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Maps.Definitions;
using Windrow.Maps.Rendering;
using Windrow.Maps.Tests.Definitions;
using Windrow.Maps.Tests.Rendering;

namespace Windrow.Maps.Tests.EveryRecipe;

/// <summary>
/// Every recipe has maps of messages that are made to fit its inputs, through all of it: dispatch by the program, derivation,
/// orders, Magics. With <c>WINDROW_EXHAUSTIVE=1</c> all of them are drawn, else a few.
/// </summary>
public sealed class EveryRecipeTests : IDisposable
{
    /// <summary>Definitions that no message can meet: a parameter that ecCodes does not know, and a key that is misspelt.</summary>
    private static readonly string[] Unmet = ["icon/graupel", "iconch/tsnowp"];

    /// <summary>When not all are drawn, every twelfth by name is.</summary>
    private const int Spread = 12;

    private readonly string _work = Directory.CreateTempSubdirectory("windrow-every-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    private static bool IsExhaustive => Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1";

    [Fact]
    public async Task Recipes_of_arkimaps_have_maps()
    {
        var (folder, statics) = (ShippedRecipes.Folder, ShippedRecipes.WriteStaticFiles());
        await HaveMaps(folder, statics, "default", Unmet);
    }

    [Fact]
    public Task Recipes_of_the_examples_have_maps_and_all_their_definitions_can_be_met()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "windrow.slnx")))
            root = root.Parent ?? throw new InvalidOperationException("These tests are run from a checkout.");
        return HaveMaps(Path.Combine(root.FullName, "examples/recipes"), _work, "europe", []);
    }

    private async Task HaveMaps(string folder, string statics, string flavour, string[] unmet)
    {
        var definitions = new RecipeFolder(new PhysicalFileSystem()).Read(folder, new DiagnosticBag(), [statics]).ShouldNotBeNull();
        var stream = new SyntheticStream(definitions);
        await File.WriteAllBytesAsync(Path.Combine(_work, "stream.grib"), stream.Octets.ToArray(), TestContext.Current.CancellationToken);
        await Dispatch(folder, statics, flavour);

        var told = new List<string>();
        var kitchen = MapKitchen.Open(folder, [statics], [flavour], Path.Combine(_work, "pantry"), new EngineServices(), new DiagnosticBag()).ShouldNotBeNull();
        kitchen.Cook((input, reason) => told.Add($"{input}: {reason}"));
        var orders = kitchen.Orders(Path.Combine(_work, "maps")).Where(static map => map.Subject.Step == $"{SyntheticStream.Step:000}").ToDictionary(static map => map.Subject.Recipe, static map => map.Order);
        var names = definitions.Recipes.Select(static recipe => recipe.Name).ToList();
        var missing = names.Where(name => !orders.ContainsKey(name)).ToList();
        var report = $"{names.Count - missing.Count} of {names.Count} recipes have orders, of {stream.Messages} messages; no message for {string.Join(", ", stream.Unmade.Select(static input => $"{input.Model}/{input.Name}"))}; {string.Join("; ", told)}";
        TestContext.Current.TestOutputHelper?.WriteLine(report);
        missing.ShouldBeEmpty(report);
        stream.Unmade.Select(static input => $"{input.Model}/{input.Name}").ShouldBe(unmet);

        var drawn = orders.Values.OrderBy(static order => order.Name, StringComparer.Ordinal).Where((_, index) => IsExhaustive || index % Spread == 0).ToList();
        await using var renderer = RenderScene.Renderer(static options => options with { Workers = Environment.ProcessorCount });
        var failures = new List<string>();
        await foreach (var (_, result) in renderer.RenderAllAsync(drawn, static order => order, 4, TestContext.Current.CancellationToken))
        {
            if (result.Failure is { } failure)
                failures.Add($"{result.Order}: {failure}");
            else
                new FileInfo(result.Outputs.ShouldHaveSingleItem()).Length.ShouldBeGreaterThan(5_000, result.Order);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{drawn.Count - failures.Count} of {drawn.Count} drawn");
        failures.ShouldBeEmpty();
    }

    private async Task Dispatch(string folder, string statics, string flavour)
    {
        var start = new ProcessStartInfo(RenderScene.Program, ["maps", "dispatch", _work, Path.Combine(_work, "stream.grib"), "--grib", "--recipes", folder, "--static", statics, "--flavours", flavour]) { RedirectStandardError = true };
        using var process = Process.Start(start).ShouldNotBeNull();
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, error);
    }
}
