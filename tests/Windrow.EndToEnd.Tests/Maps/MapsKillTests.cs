using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Maps;

/// <summary>
/// The commands that work in batch are killed (SIGKILL) in the midst of dispatch, of derivation and of drawing, and started again. Where they
/// are is seen from the files they have written. What is there in the end is compared, octet by octet, with what a run that nobody killed has made.
/// </summary>
public sealed class MapsKillTests : IDisposable
{
    private const string Drafts = ".*";
    private const int Hours = 120;

    private static readonly (string Input, int Files)[] Derived = [("warm", Hours + 1), ("tp6", Hours / 6), ("mean", Hours / 12)];

    private readonly MapsScene _scene = new();
    private readonly Random _random = new(11);

    public void Dispose() => _scene.Dispose();

    private static int Kills(int few, int many) => Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1" ? many : few;

    [Fact]
    public async Task Killed_in_dispatch_and_in_derivation_the_pantry_ends_as_if_it_had_not_been()
    {
        var messages = await _scene.Messages(steps: Hours);
        var stored = await Pantry("calm", messages);
        (await Cook("calm")).ShouldEndWith(0);
        var cooked = Files("calm/pantry");
        cooked.Count.ShouldBe(stored.Count + Derived.Sum(static each => each.Files));

        for (var kill = 0; kill < Kills(3, 100); kill++)
        {
            // Of the messages that are fed, the last may be a part of one, on which the program waits.
            var fed = messages[..(_random.Next(messages.Count) + 1)];
            using var process = WindrowProcess.Start(_scene.Scratch.Path, ["maps", "dispatch", "work", "-", "--grib"]);
            var least = _random.Next(fed.Count);
            await Feed(process, fed, cut: _random.Next(2) == 0);
            await KillAt(process, () => Written("work/pantry", "*") >= least);
            ShouldBeAmong(stored);
        }

        (await Pantry("work", messages)).ShouldBe(stored);
        Written("work/pantry", Drafts).ShouldBe(0);

        for (var kill = 0; kill < Kills(3, 100); kill++)
        {
            // What was made is made again: all of an input that it is killed at, which gets its names together, and some of the others.
            var (input, files) = Derived[kill % Derived.Length];
            foreach (var path in Directory.GetFiles(_scene.Scratch["work/pantry"]).Where(path => IsDerived(path, input) || (IsDerived(path) && _random.Next(4) == 0)))
                File.Delete(path);
            var least = _random.Next(1, files + 1);
            using var process = WindrowProcess.Start(_scene.Scratch.Path, ["maps", "render", "work", "--simulate"]);
            await KillAt(process, () => Written("work/pantry", $".{input}_*") >= least || Written("work/pantry", $"{input}_*") > 0);
            ShouldBeAmong(cooked);
        }

        (await Cook("work")).ShouldEndWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe((2 * (Hours + 1)) + Derived.Sum(static each => each.Files));
        Files("work/pantry").ShouldBe(cooked);
        Written("work/pantry", Drafts).ShouldBe(0);
    }

    [Fact]
    public async Task Killed_in_drawing_it_draws_all_maps_when_it_is_started_again()
    {
        await Pantry("work", await _scene.Messages());
        (await Render("calm").Ended()).ShouldEndWith(0);
        var calm = Files("calm").Where(static file => file.Key.EndsWith(".png", StringComparison.Ordinal)).ToDictionary();
        calm.Keys.ShouldBe(MapsScene.Products, ignoreOrder: true);

        for (var kill = 0; kill < Kills(3, 30); kill++)
        {
            if (_random.Next(3) == 0)
                _scene.Forget();
            using var process = Render("maps");
            var least = _random.Next(_scene.Pictures.Length, MapsScene.Products.Length);
            await KillAt(process, kill % 2 == 0 ? () => Written("maps", ".*.part.png") > 0 && _scene.Pictures.Length >= least : () => _scene.Pictures.Length > least, TimeSpan.FromMilliseconds(5));
            foreach (var picture in _scene.Pictures)
                (await File.ReadAllBytesAsync(_scene.Scratch[$"maps/{picture}"], TestContext.Current.CancellationToken)).ShouldBe(Convert.FromHexString(calm[picture]), picture);
        }

        (await Render("maps").Ended()).ShouldEndWith(0);
        var all = Files("maps");
        all.Where(static file => file.Key.EndsWith(".png", StringComparison.Ordinal)).ToDictionary().ShouldBe(calm, ignoreOrder: true);
        all.Keys.ShouldBe(Files("calm").Keys, ignoreOrder: true);
        Written("maps", Drafts).ShouldBe(0);
        using var products = JsonDocument.Parse(_scene.Scratch.Read("maps/products.json"));
        foreach (var product in MapsScene.Products)
            products.RootElement.GetRawText().ShouldContain(product);
    }

    private static bool IsDerived(string path, string? input = null) =>
        Derived.Any(each => (input is null || each.Input == input) && Path.GetFileName(path).StartsWith($"{each.Input}_", StringComparison.Ordinal));

    private WindrowProcess Render(string output) => WindrowProcess.Start(_scene.Scratch.Path, ["maps", "render", "work", "-o", output, "--workers", "2", "--quiet"]);

    private Task<Result> Cook(string work) => WindrowProcess.Run(_scene.Scratch.Path, "maps", "render", work, "--simulate");

    /// <summary>Dispatches messages, and gives what is in the pantry then.</summary>
    private async Task<SortedDictionary<string, string>> Pantry(string work, List<byte[]> messages)
    {
        using var process = WindrowProcess.Start(_scene.Scratch.Path, ["maps", "dispatch", work, "-", "--grib"]);
        await Feed(process, messages, cut: false);
        process.Process.StandardInput.Close();
        (await process.Ended()).ShouldEndWith(0);
        return Files($"{work}/pantry");
    }

    private static async Task Feed(WindrowProcess process, List<byte[]> messages, bool cut)
    {
        var octets = messages.SelectMany(static message => message).ToArray();
        var input = process.Process.StandardInput.BaseStream;
        await input.WriteAsync(octets.AsMemory(..(cut ? ^40 : ^0)), TestContext.Current.CancellationToken);
        await input.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Kills as soon as the files show that it is there.</summary>
    /// <param name="pause">Between two looks; none, where it would miss what takes milliseconds.</param>
    private static async Task KillAt(WindrowProcess process, Func<bool> isThere, TimeSpan pause = default)
    {
        while (!isThere() && !process.Process.HasExited)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (pause == default)
                await Task.Yield();
            else
                await Task.WhenAny(process.Process.WaitForExitAsync(TestContext.Current.CancellationToken), Task.Delay(pause, TestContext.Current.CancellationToken));
        }

        process.Process.Kill();
        await process.Ended();
    }

    /// <summary>Whatever has its name in the pantry is whole.</summary>
    private void ShouldBeAmong(SortedDictionary<string, string> all)
    {
        foreach (var (name, content) in Files("work/pantry"))
            content.ShouldBe(all[name], name);
    }

    private int Written(string folder, string pattern) =>
        Directory.Exists(_scene.Scratch[folder]) ? Directory.GetFiles(_scene.Scratch[folder], pattern, SearchOption.AllDirectories).Length : 0;

    /// <summary>Files but drafts, by their paths, with what they hold.</summary>
    private SortedDictionary<string, string> Files(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(_scene.Scratch[folder]) ? Directory.GetFiles(_scene.Scratch[folder], "*", SearchOption.AllDirectories) : [])
        {
            if (!Path.GetFileName(path).StartsWith('.'))
                files.Add(Path.GetRelativePath(_scene.Scratch[folder], path), Convert.ToHexString(File.ReadAllBytes(path)));
        }

        return files;
    }
}
