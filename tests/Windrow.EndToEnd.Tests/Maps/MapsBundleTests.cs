using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Maps;

/// <summary>Where maps go: archives, standard output, folders.</summary>
public sealed class MapsBundleTests : IAsyncLifetime
{
    private const int Kill = 9;
    private const int Terminate = 15;

    private readonly Scratch _scratch = new();

    public async ValueTask InitializeAsync() => await SmallForecast.WriteTo(_scratch);

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Without_any_option_but_those_of_arkimaps_a_tar_archive_is_on_standard_output()
    {
        using var process = WindrowProcess.StartCommand(["sh", "-c", $"'{Repository.Program}' maps process --grib < forecast.grib > out.tar"], _scratch.Path);
        (await process.Ended()).ShouldEndWith(0).Error.ShouldContain("8 of 8 maps drawn");
        Names("out.tar").ShouldBe(["version.txt", "inputs.json", .. SmallForecast.Pictures, "log.json", "products.json", "grib_filter_rules"], ignoreOrder: true);
        Names("out.tar")[^3..].ShouldBe(["log.json", "products.json", "grib_filter_rules"]);
    }

    [Fact]
    public async Task Archive_and_folder_have_the_same_content()
    {
        (await Run("maps", "dispatch", "work", "forecast.grib")).ShouldEndWith(0);
        (await Run("maps", "render", "work", "-o", "out.tar", "-q")).ShouldEndWith(0).Error.ShouldBeEmpty();
        (await Run("maps", "render", "work", "-o", "out.zip", "-q")).ShouldEndWith(0).Output.ShouldBe($"{_scratch["out.zip"]}\n");
        (await Run("maps", "render", "work", "-o", "maps", "-q")).ShouldEndWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(SmallForecast.Pictures.Select(path => _scratch[$"maps/{path}"]), ignoreOrder: true);
        Names("out.zip").ShouldBe(Names("out.tar"), ignoreOrder: true);
        Directory.GetFiles(_scratch["maps"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_scratch["maps"], file)).ShouldBe([.. Names("out.tar"), "index.html"], ignoreOrder: true);
        foreach (var picture in SmallForecast.Pictures)
            File.ReadAllBytes(_scratch[$"maps/{picture}"])[..8].ShouldBe([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]);
        var products = JsonDocument.Parse(_scratch.Read("maps/products.json")).RootElement;
        products.EnumerateArray().SelectMany(static product => product.GetProperty("reftimes").GetProperty("2026-11-20 00:00:00").GetProperty("products").EnumerateObject()).Select(static picture => picture.Name).ShouldBe(SmallForecast.Pictures);
        XDocument.Load(_scratch["maps/index.html"]).Descendants("img").Select(image => Uri.UnescapeDataString(image.Attribute("src")!.Value[2..])).ShouldBe(SmallForecast.Pictures);
    }

    [Fact]
    public async Task Maps_that_cannot_be_drawn_make_5_and_the_bundle_is_whole_without_them()
    {
        _scratch.Write("recipes/lost.yaml", "recipe: [{step: add_basemap, params: {subpage_map_projection: flat}}, {step: add_grib, grib: t2m}]");
        var result = (await Run("maps", "process", "forecast.grib", "-o", "out.tar")).ShouldEndWith(5);
        result.Error.ShouldContain("lost_default/lost+006");
        result.Error.ShouldContain("3 failed");
        Names("out.tar").Where(static name => name.EndsWith(".png", StringComparison.Ordinal)).ShouldBe(SmallForecast.Pictures, ignoreOrder: true);
        var log = JsonDocument.Parse(Read("out.tar", "log.json")).RootElement;
        log.EnumerateArray().Count(static line => line.GetProperty("level").GetInt32() == 40 && line.GetProperty("name").GetString()!.Contains("/lost_default/", StringComparison.Ordinal)).ShouldBe(3);
        Read("out.tar", "products.json").ShouldNotContain("lost");
    }

    [Theory]
    [InlineData(Kill)]
    [InlineData(Terminate)]
    public async Task Run_that_is_ended_leaves_the_archive_of_before_and_the_next_one_replaces_it(int signal)
    {
        _scratch.Write("out.tar", "before");
        using (var process = WindrowProcess.Start(_scratch.Path, ["maps", "process", "forecast.grib", "-o", "out.tar", "--workdir", "work", "--workers", "1"]))
        {
            var draft = _scratch[".out.tar.part"];
            await process.Until(() => File.Exists(draft) && new FileInfo(draft).Length > 2_000, "a part of the archive");
            process.Signal(signal);
            (await process.Ended()).ExitCode.ShouldNotBe(0);
            File.Exists(draft).ShouldBe(signal == Kill);
        }

        _scratch.Read("out.tar").ShouldBe("before");
        (await Run("maps", "process", "forecast.grib", "-o", "out.tar", "--workdir", "work", "-q")).ShouldEndWith(0);
        Names("out.tar").Count(static name => name.EndsWith(".png", StringComparison.Ordinal)).ShouldBe(8);
        File.Exists(_scratch[".out.tar.part"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("process", "-o", "out.tar")]
    [InlineData("dispatch", "work")]
    public async Task Run_that_waits_for_input_ends_when_it_is_told_to(params string[] arguments)
    {
        _scratch.Write("recipes/lost.yaml", "recipe: [{step: add_grib, grib: lost}]");
        using var process = WindrowProcess.Start(_scratch.Path, ["maps", .. arguments]);
        await process.Tells("WR7008"); // the recipes were read, the input is next
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(4).Error.ShouldContain("dispatch: stopped");
        File.Exists(_scratch["out.tar"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Input_that_is_not_there_leaves_the_archive_of_before_and_makes_3()
    {
        _scratch.Write("out.tar", "before");
        (await Run("maps", "process", "nothing.grib", "-o", "out.tar")).ShouldEndWith(3).Error.ShouldContain("nothing.grib: there is no such file or folder");
        _scratch.Read("out.tar").ShouldBe("before");
    }

    [Fact]
    public async Task Place_that_cannot_be_written_is_told_and_makes_4()
    {
        _scratch.Write("file", "");
        (await Run("maps", "process", "forecast.grib", "-o", "file/out.tar")).ShouldEndWith(4).ShouldTellInOneScreen().Error.ShouldContain("maps cannot be written");
    }

    [Fact]
    public async Task Reader_that_goes_away_is_told_and_makes_4()
    {
        using var process = WindrowProcess.StartCommand(["bash", "-c", $"'{Repository.Program}' maps process forecast.grib | head -c 100 > begin; exit ${{PIPESTATUS[0]}}"], _scratch.Path);
        (await process.Ended()).ShouldEndWith(4).ShouldTellInOneScreen().Error.ShouldContain("broken pipe");
    }

    [Fact]
    public async Task Preview_draws_the_product_and_the_step_that_are_asked_for()
    {
        (await Run("maps", "dispatch", "work", "forecast.grib", "-q")).ShouldEndWith(0);
        (await Run("maps", "preview", "work", "t2m+6")).ShouldEndWith(0).Output.ShouldBe($"{_scratch["work/preview/2026-11-20T00:00:00/t2m_default/t2m+006.png"]}\n");
        (await Run("maps", "preview", "work", "t2m+6", "-d", "20 Nov 2026")).ShouldEndWith(0).Output.ShouldEndWith("t2m+006.png\n");
        (await Run("maps", "preview", "work", "t2m+6", "-d", "21 Nov 2026")).ShouldEndWith(1).Error.ShouldContain("windrow maps explain work t2m");
        (await Run("maps", "preview", "work", "t2m", "-d", "soon")).ShouldEndWith(2).Error.ShouldContain("write it like 2026-11-20T00:00:00Z");
    }

    [Fact]
    public async Task Simulation_lists_the_maps_and_draws_none()
    {
        (await Run("maps", "dispatch", "work", "forecast.grib", "-q")).ShouldEndWith(0);
        (await Run("maps", "render", "work", "--simulate")).ShouldEndWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static name => $"{name}.png").ShouldBe(SmallForecast.Pictures);
        Directory.Exists(_scratch["work/maps"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Explain_tells_which_messages_did_not_come()
    {
        _scratch.Write("recipes/snow.yaml", "inputs: {sd: {eccodes: shortName is \"sd\"}}\nrecipe: [{step: add_grib, grib: sd}, {step: add_contour}]");
        (await Run("maps", "dispatch", "work", "forecast.grib", "-q")).ShouldEndWith(0);
        (await Run("maps", "explain", "work", "snow")).ShouldEndWith(1).Output.ShouldBe("snow in default: 0 maps\n  'sd' is not there at all\n    'sd' (recipes/snow.yaml:1:14): messages with shortName is \"sd\"; there are none\n");
        (await Run("maps", "explain", "work", "t2m")).ShouldEndWith(0).Output.ShouldBe("t2m in default: 3 maps\n");
        (await Run("maps", "explain", "work", "snwo")).ShouldEndWith(3).Error.ShouldContain("did you mean 'snow'?");
    }

    private string[] Names(string archive) => [.. Entries(archive).Select(static entry => entry.Name)];

    private string Read(string archive, string name) => Entries(archive).Single(entry => entry.Name == name).Text;

    private List<(string Name, string Text)> Entries(string archive)
    {
        var entries = new List<(string, string)>();
        using var stream = File.OpenRead(_scratch[archive]);
        if (Path.GetExtension(archive) == ".zip")
        {
            using var zip = new ZipArchive(stream);
            return [.. zip.Entries.Select(static entry => (entry.FullName, entry.Length.ToString(CultureInfo.InvariantCulture)))];
        }

        using var tar = new TarReader(stream);
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream!);
            entries.Add((entry.Name, reader.ReadToEnd()));
        }

        return entries;
    }

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
