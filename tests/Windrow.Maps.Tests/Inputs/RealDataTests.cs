using System.Diagnostics;
using Windrow.Maps.Inputs.Combining;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Inputs.TimeStatistics;
using Windrow.Maps.Inputs.Transform;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.Inputs;

/// <summary>Over messages of IFS and COSMO, and against cdo as an independent computation.</summary>
public sealed class RealDataTests
{
    private const string Folder = "/work/shared/data/grib";

    [Theory]
    [InlineData("ifs", 181 * 161)]
    [InlineData("cosmo", 386 * 434)]
    public void Day_of_two_metre_temperatures_has_a_mean(string model, int points)
    {
        var messages = Messages("t2mavg", model + "_t2m_");
        messages.Count.ShouldBeGreaterThan(8);
        var results = TestGrib.DeriveAll(new AverageDerivation("t2mavg", "t2m", TimeSpan.FromHours(24)), [.. messages.Select(static octets => (0, octets))]);
        var result = results.Values.First();
        result.Reason.ShouldBeNull();
        TestGrib.Key(result.Octets, "stepRange").ShouldBe("0-24");
        TestGrib.Values(result.Octets).Length.ShouldBe(points);
    }

    [Theory]
    [InlineData("ifs")]
    [InlineData("cosmo")]
    public void Convective_precipitation_is_decumulated(string model)
    {
        var messages = Messages("cp3h", model);
        var results = TestGrib.DeriveAll(new DecumulateDerivation("cpdec3h", "cp", TimeSpan.FromHours(3)), [.. messages.Select(static octets => (0, octets))]);
        results.Count.ShouldBeGreaterThan(0);
        results.Values.ShouldAllBe(static result => result.Reason == null && TestGrib.Key(result.Octets, "timeRangeIndicator") == "4");
        results.Keys.ShouldContain(static instant => instant.Step == TimeSpan.FromHours(12));
    }

    [Theory]
    [InlineData("ifs")]
    [InlineData("cosmo")]
    public void Ten_metre_wind_has_a_speed(string model)
    {
        var components = Messages("wflags10m", model).Select(static octets => (Input: Component(octets), octets)).Where(static message => message.Input >= 0).ToArray();
        var results = TestGrib.DeriveAll(new TransformDerivation("wspeed10m", ["u10m", "v10m"], ["--output-variable-list=B11002"]), components);
        results.Count.ShouldBeGreaterThan(0);
        results.Values.ShouldAllBe(static result => result.Reason == null && TestGrib.Key(result.Octets, "level") == "10" && TestGrib.Key(result.Octets, "indicatorOfParameter") == "32");
    }

    private static int Component(byte[] octets)
    {
        using var handle = GribHandle.FromTemplate(octets);
        return QuantityTable.Of(handle)?.Quantity switch { Quantity.WindEastward => 0, Quantity.WindNorthward => 1, _ => -1 };
    }

    [Fact]
    public void Expression_transform_and_difference_agree_with_cdo()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/cdo"), "there is no cdo (Debian: apt-get install cdo)");
        var random = new Random(17);
        double[] Numbers(double from, double to) => [.. Enumerable.Range(0, 500).Select(i => i % 50 == 7 ? double.NaN : from + ((to - from) * random.NextDouble()))];
        byte[] u = TestGrib.Ifs(131, 6, Numbers(-30, 30)), v = TestGrib.Ifs(132, 6, Numbers(-30, 30));
        byte[] early = TestGrib.Precipitation(0, 3, Numbers(0, 5)), late = TestGrib.Precipitation(0, 6, Numbers(5, 20));
        byte[][] series = [.. Enumerable.Range(0, 5).Select(i => TestGrib.Ifs(130, 3 * i, Numbers(250, 300)))];

        var speed = TestGrib.DeriveOne(new TransformDerivation("ws", ["u", "v"], ["--output-variable-list=B11002"]), u, v);
        ShouldBeEqual(speed, Cdo(["-sqrt", "-add", "-sqr", "0", "-sqr", "1"], u, v), 1e-4);
        var product = TestGrib.DeriveOne(new ExprDerivation("x", ["u", "v"], "x = u * v - 3"), u, v);
        ShouldBeEqual(product, Cdo(["-subc,3", "-mul", "0", "1"], u, v), 1e-3);
        var difference = TestGrib.DeriveAll(new DecumulateDerivation("x", "tp", TimeSpan.FromHours(3)), (0, early), (0, late)).Values.Last().Octets;
        ShouldBeEqual(difference, Cdo(["-sub", "1", "0"], early, late), 1e-5);
        var mean = TestGrib.DeriveAll(new AverageDerivation("x", "t", TimeSpan.FromHours(12)), [.. series.Select(static octets => (0, octets))]).Values.Single().Octets;
        // timmean leaves missing values out of the mean, as a fraction of 0 does.
        ShouldBeEqual(mean, Cdo(["-timmean", "0"], [.. series.SelectMany(static octets => octets)]), 1e-4);
    }

    private static void ShouldBeEqual(ReadOnlyMemory<byte> result, byte[] cdo, double absolute) =>
        TestGrib.ShouldBeClose(TestGrib.Values(result), [.. TestGrib.Values(cdo).Select(static value => (double)value)], 0, absolute);

    /// <summary>Runs cdo's operators; a number stands for the file with that message.</summary>
    private static byte[] Cdo(string[] operators, params byte[][] messages)
    {
        var folder = Directory.CreateTempSubdirectory("windrow-cdo-");
        try
        {
            for (var i = 0; i < messages.Length; i++)
                File.WriteAllBytes(Path.Combine(folder.FullName, $"{i}"), messages[i]);
            var start = new ProcessStartInfo("/usr/bin/cdo") { RedirectStandardError = true, WorkingDirectory = folder.FullName };
            foreach (var argument in (string[])["-s", "-b", "24", .. operators, "result"])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, error);
            return File.ReadAllBytes(Path.Combine(folder.FullName, "result"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The GRIB messages within arkimet's bundles of a folder.</summary>
    private static List<byte[]> Messages(string name, string prefix)
    {
        var folder = Path.Combine(Folder, name);
        Assert.SkipUnless(Directory.Exists(folder), $"there is no {folder}");
        var messages = new List<byte[]>();
        foreach (var file in Directory.EnumerateFiles(folder, prefix + "*").Order(StringComparer.Ordinal))
        {
            ReadOnlyMemory<byte> rest = File.ReadAllBytes(file);
            // What is no message begins with the same letters in arkimet's metadata; only a message has a length that leads to its end.
            for (var at = 0; at < rest.Length - 16; at++)
            {
                if (!rest.Span[at..].StartsWith("GRIB"u8))
                    continue;
                try
                {
                    var message = GribOctets.First(rest[at..]);
                    messages.Add(message.ToArray());
                    at += message.Length - 1;
                }
                catch (DerivationException)
                {
                    // Metadata.
                }
            }
        }

        return messages;
    }
}
