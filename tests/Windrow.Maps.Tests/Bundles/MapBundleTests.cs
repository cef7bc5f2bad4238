using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windrow.Core.Tests.Testing;
using Windrow.Maps.Bundles;
using Windrow.Testing.Faults;
using Windrow.Testing.IO;

namespace Windrow.Maps.Tests.Bundles;

public sealed class MapBundleTests : IDisposable
{
    private static readonly string[] Pictures =
    [
        "2026-11-20T00:00:00/t2m_default/t2m+012.png", "2026-11-20T00:00:00/t2m_default/t2m+006.png", "2026-11-20T00:00:00/t2m_web+legend.png",
        "2026-11-20T00:00:00/t2m_web+006/6/32/22.png", "2026-11-20T00:00:00/t2m_web+006/6/33/22.png", "2026-11-20T00:00:00/t2m_web+006/6/32/23.png", "2026-11-20T00:00:00/t2m_web+006/6/33/23.png",
        "2026-11-20T00:00:00/sub/z500_default/z500+000.png",
    ];

    private static readonly string[] All = ["version.txt", "inputs.json", .. Pictures, "log.json", "products.json", "grib_filter_rules"];

    private static readonly ManualTime Time = new();

    private readonly BundleScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("maps.tar")]
    [InlineData("maps.zip")]
    public void Archive_has_the_entries_of_arkimaps_in_their_order_and_takes_the_pictures_away(string name)
    {
        Write(name);
        var entries = Read(name);
        entries.Select(static entry => entry.Name).ShouldBe(All);
        foreach (var (path, content) in entries.Where(static entry => entry.Name.EndsWith(".png", StringComparison.Ordinal)))
            content.ShouldBe($"picture {Path.GetFileName(path)}");
        entries.Single(static entry => entry.Name == "version.txt").Content.ShouldBe("1\n");
        Directory.GetFiles(_scene.Drawn, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        Hidden().ShouldBeEmpty();
    }

    [Fact]
    public void Same_maps_give_the_same_octets()
    {
        foreach (var name in new[] { "maps.tar", "maps.zip" })
        {
            Write(name);
            var first = File.ReadAllBytes(_scene[name]);
            Write(name);
            File.ReadAllBytes(_scene[name]).ShouldBe(first, name);
        }
    }

    [Fact]
    public void Folder_has_the_same_files_and_a_page()
    {
        Write("drawn");
        Directory.GetFiles(_scene.Drawn, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_scene.Drawn, file)).ShouldBe([.. All, "index.html"], ignoreOrder: true);
    }

    [Fact]
    public void Products_are_told_by_flavour_and_recipe()
    {
        Write("maps.tar");
        var products = Json("maps.tar", "products.json");
        products.EnumerateArray().Select(static product => $"{product.GetProperty("flavour").GetProperty("name")} {product.GetProperty("recipe").GetProperty("name")}").ShouldBe(["default sub/z500", "default t2m", "web t2m"]);
        var z500 = products[0];
        z500.GetProperty("recipe").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal).ShouldBe("""{"name":"sub/z500","defined_in":"sub/z500.yaml","description":"Unnamedrecipe","info":null}""");
        z500.GetProperty("reftimes").GetProperty("2026-11-20 00:00:00").GetProperty("legend_info").ValueKind.ShouldBe(JsonValueKind.Null);
        var t2m = products[1];
        t2m.GetProperty("recipe").GetProperty("info").GetProperty("opacity").GetDouble().ShouldBe(0.5);
        t2m.GetProperty("flavour").EnumerateObject().Select(static key => key.Name).ShouldBe(["name", "defined_in"]);
        var run = t2m.GetProperty("reftimes").GetProperty("2026-11-20 00:00:00");
        run.EnumerateObject().Select(static key => key.Name).ShouldBe(["inputs", "steps", "legend_info", "render_stats", "products"]);
        run.GetProperty("inputs").EnumerateArray().Select(static input => input.GetString()).ShouldBe(["t2m"]);
        run.GetProperty("steps").EnumerateObject().Select(static step => $"{step.Name} {step.Value}").ShouldBe(["6h 1", "12h 1"]);
        run.GetProperty("legend_info").EnumerateObject().Select(static key => key.Name).ShouldBe(["legend", "contour_level_list", "contour_shade_colour_list"]);
        run.GetProperty("render_stats").GetProperty("time_ns").GetInt64().ShouldBe(2_000_000_000);
        var picture = run.GetProperty("products").EnumerateObject().First();
        picture.Name.ShouldBe("2026-11-20T00:00:00/t2m_default/t2m+006.png");
        picture.Value.GetProperty("georef").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal).ShouldBe("""{"projection":"EPSG","epsg":4326,"bbox":[-10,35,30,60]}""");
    }

    [Fact]
    public void Each_tile_has_its_own_box()
    {
        Write("maps.tar");
        var web = Json("maps.tar", "products.json")[2];
        web.GetProperty("flavour").EnumerateObject().Select(static key => key.Name).ShouldBe(["name", "defined_in", "zoom_min", "zoom_max", "lat_min", "lat_max", "lon_min", "lon_max"]);
        var run = web.GetProperty("reftimes").GetProperty("2026-11-20 00:00:00");
        run.GetProperty("steps").EnumerateObject().Select(static step => $"{step.Name} {step.Value}").ShouldBe(["6h 1"]);
        var products = run.GetProperty("products");
        products.GetProperty("2026-11-20T00:00:00/t2m_web+legend.png").GetProperty("georef").ValueKind.ShouldBe(JsonValueKind.Null);
        // Independent numbers of zoom 6, column 32, rows 22 and 23.
        Box(products, "6/32/22").ShouldBe([0, 45.08903556, 5.625, 48.92249926], 1e-8);
        Box(products, "6/33/23").ShouldBe([5.625, 40.97989807, 11.25, 45.08903556], 1e-8);
    }

    [Fact]
    public void Inputs_and_log_are_told()
    {
        Write("maps.tar");
        Json("maps.tar", "inputs.json").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal).ShouldBe("""{"t2m":{"used_by":["t2m"],"computation":[[5000,"what"]]}}""");
        var line = Json("maps.tar", "log.json")[0];
        (line.GetProperty("level").GetInt32(), line.GetProperty("name").GetString(), line.GetProperty("msg").GetString()).ShouldBe((30, "t2m", "è strano"));
        line.GetProperty("ts").GetDouble().ShouldBe((Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
    }

    [Theory]
    [InlineData("maps.tar", FaultManner.IoError)]
    [InlineData("maps.tar", FaultManner.DiskFull)]
    [InlineData("maps.tar", FaultManner.ShortWrite)]
    [InlineData("maps.tar", FaultManner.Kill)]
    [InlineData("maps.tar", FaultManner.PowerCut)]
    [InlineData("maps.tar", FaultManner.PowerCutInAnyOrder)]
    [InlineData("maps.zip", FaultManner.IoError)]
    [InlineData("maps.zip", FaultManner.PowerCutInAnyOrder)]
    public void Whatever_operation_fails_the_archive_is_whole_or_the_one_of_before(string name, FaultManner manner)
    {
        for (var at = 1L; ; at++)
        {
            File.WriteAllText(_scene[name], "before");
            var plan = new FaultPlan(at, manner, seed: (int)at);
            var failed = false;
            try
            {
                Write(name, new FaultyFileSystem(plan));
            }
            catch (IOException)
            {
                failed = true;
            }

            if (File.ReadAllText(_scene[name]) != "before")
                Read(name).Select(static entry => entry.Name).ShouldBe(All, $"{plan}");
            else
                failed.ShouldBeTrue($"{plan}");
            if (plan.Struck is null)
                break;
            at = plan.Struck.Value.Number;
        }
    }

    [Fact]
    public void Bundle_that_is_given_up_leaves_nothing()
    {
        using (var bundle = new MapBundle(MapBundle.Open(_scene["maps.tar"], _scene.Disk), _scene.Record(), new InputRecord(Time)))
            _scene.Fill(bundle);
        File.Exists(_scene["maps.tar"]).ShouldBeFalse();
        Hidden().ShouldBeEmpty();
    }

    private static double[] Box(JsonElement products, string tile) =>
        [.. products.GetProperty($"2026-11-20T00:00:00/t2m_web+006/{tile}.png").GetProperty("georef").GetProperty("bbox").EnumerateArray().Select(static edge => edge.GetDouble())];

    private string[] Hidden() => Directory.GetFiles(Path.GetDirectoryName(_scene.Drawn)!, ".*");

    private void Write(string name, Core.IO.IFileSystem? files = null)
    {
        var time = new ManualTime();
        var inputs = new InputRecord(time);
        inputs.Use("t2m", "t2m");
        var start = inputs.Now;
        time.Advance(TimeSpan.FromMicroseconds(5));
        inputs.Compute("t2m", start, "what");
        var log = new BundleLog(Time);
        log.Add(LogLevel.Warning, "t2m", "è strano");
        using var bundle = new MapBundle(MapBundle.Open(_scene[name], files ?? _scene.Disk), _scene.Record(), inputs);
        _scene.Fill(bundle);
        bundle.Complete(log, "rules"u8.ToArray());
    }

    private JsonElement Json(string archive, string name) => JsonDocument.Parse(Read(archive).Single(entry => entry.Name == name).Content, new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement;

    private List<(string Name, string Content)> Read(string name)
    {
        var entries = new List<(string, string)>();
        using var stream = File.OpenRead(_scene[name]);
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var zip = new ZipArchive(stream);
            foreach (var entry in zip.Entries)
            {
                entry.CompressedLength.ShouldBe(entry.Length);
                entries.Add((entry.FullName, Text(entry.Open())));
            }

            return entries;
        }

        using var tar = new TarReader(stream);
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            entry.ModificationTime.ShouldBe(DateTimeOffset.UnixEpoch);
            ((int)entry.Mode).ShouldBe(0x1A4);
            entries.Add((entry.Name, Text(entry.DataStream!)));
        }

        return entries;
    }

    private static string Text(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
