using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Maps;

/// <summary>The page of a folder of maps, in a real browser.</summary>
public sealed partial class MapsGalleryTests : IDisposable
{
    private const string Browser = "/usr/bin/chromium";

    // What somebody would do at the page, and which pictures are to be seen after each: sources, and whether they are pictures.
    private const string Visitor = """
        <script>
        const outcome = source => new Promise(done => {
          const image = new Image();
          image.onload = () => done('drawn');
          image.onerror = () => done('broken');
          image.src = source;
        });
        const look = async () => Promise.all([...document.querySelectorAll('article')].map(async map => {
          const image = [...map.querySelectorAll('.frame img')].find(image => image.checkVisibility());
          return image ? `${image.getAttribute('src')} ${await outcome(image.src)}` : map.querySelector('.none').checkVisibility() ? 'none' : 'empty';
        }));
        (async () => {
          const steps = [await look()];
          const slider = document.getElementById('step');
          slider.value = slider.max;
          slider.dispatchEvent(new Event('input'));
          steps.push([document.getElementById('when').textContent, ...await look()]);
          document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
          steps.push([document.getElementById('when').textContent, ...await look()]);
          document.title = JSON.stringify(steps);
        })();
        </script>
        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Page_shows_the_maps_of_the_step_that_is_chosen()
    {
        Assert.SkipUnless(File.Exists(Browser), $"needs a browser: {Browser} of apt-get install chromium");
        await SmallForecast.WriteTo(_scratch);
        (await WindrowProcess.Run(_scratch.Path, "maps", "process", "forecast.grib", "-o", "maps", "-q")).ShouldEndWith(0);
        _scratch.Write("maps/visit.html", _scratch.Read("maps/index.html").Replace("</body>", $"{Visitor}</body>", StringComparison.Ordinal));
        JsonSerializer.Deserialize<string[][]>(await TitleOf("maps/visit.html")).ShouldBe(
        [
            ["none", Drawn("t2m", "000"), Drawn("warm", "000")],
            ["2026-11-20 00:00 UTC +12 h", Drawn("rain", "012"), Drawn("t2m", "012"), Drawn("warm", "012")],
            ["2026-11-20 00:00 UTC +6 h", Drawn("rain", "006"), Drawn("t2m", "006"), Drawn("warm", "006")],
        ]);
    }

    private static string Drawn(string recipe, string step) => $"./2026-11-20T00%3A00%3A00/{recipe}_default/{recipe}%2B{step}.png drawn";

    private async Task<string> TitleOf(string page)
    {
        string[] quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
        using var browser = WindrowProcess.StartCommand([Browser, .. quiet, $"--user-data-dir={_scratch["browser"]}", "--virtual-time-budget=10000", "--dump-dom", new Uri(_scratch[page]).AbsoluteUri], _scratch.Path);
        var result = (await browser.Ended()).ShouldEndWith(0);
        return WebUtility.HtmlDecode(Title().Match(result.Output).Groups["title"].Value);
    }

    [GeneratedRegex("<title>(?<title>.*?)</title>")]
    private static partial Regex Title();
}
