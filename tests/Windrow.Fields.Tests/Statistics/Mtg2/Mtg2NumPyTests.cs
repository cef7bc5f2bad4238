using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Windrow.Core.Messages;
using Windrow.Fields.Tests.Values;
using static Windrow.Fields.Tests.Statistics.Mtg2.MarsFields;

namespace Windrow.Fields.Tests.Statistics.Mtg2;

/// <summary>Long series with gaps, against what <c>mtg2.py</c> works out of them as a whole.</summary>
public class Mtg2NumPyTests
{
    private const string Python = "/usr/bin/python3";

    public static TheoryData<int, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, bool>();
            foreach (var threshold in (ReadOnlySpan<int>)[-1, 1, 5])
            {
                foreach (var seed in (ReadOnlySpan<int>)[1, 2, 3])
                    cases.Add(threshold, seed, seed == 3);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Products_are_those_that_numpy_works_out(int threshold, int seed, bool single)
    {
        Assert.SkipUnless(File.Exists(Python), "there is no Python with NumPy (Debian: apt-get install python3-numpy)");
        const int Points = 1031;
        var random = new Random(seed);
        var (hours, samples) = (new List<int>(), new List<double[]>());
        for (var hour = 1 + random.Next(3); hour <= 120; hour += 1 + random.Next(4))
        {
            hours.Add(hour);
            samples.Add([.. Enumerable.Range(0, Points).Select(point => random.Next(6) == 0 && point % 3 == 0 ? Mark : (double)(float)(250 + (point % 7 == 0 ? -500 : 0) + (40 * random.NextDouble())))]);
        }

        string[] operations = ["average", "stddev", "maximum", "minimum", "accumulate", "instant"];
        var run = await FieldFlow.Run(
            Action($"output-frequency: 1d\noperations: [{string.Join(", ", operations)}]\noptions: {{value-count-threshold: {threshold}, disable-strict-mapping: true}}"),
            samples.Select((values, index) => Field((long)hours[index], values, index, single)));
        run.Dead.ShouldBeEmpty();
        var expected = Expected(new JsonObject
        {
            ["hours"] = new JsonArray([.. hours.Select(static hour => (JsonNode)hour)]),
            ["values"] = new JsonArray([.. samples.Select(static values => (JsonNode)new JsonArray([.. values.Select(static value => value == Mark ? null : (JsonNode)value)]))]),
            ["period"] = 24,
            ["threshold"] = threshold,
            ["operations"] = new JsonArray([.. operations.Select(static operation => (JsonNode)operation)]),
        });
        run.Products.Count.ShouldBe(expected.Length);
        run.Products.Count.ShouldBe(operations.Length * 5);
        for (var i = 0; i < expected.Length; i++)
            Compare(run.Products[i], expected[i].Split(' '), threshold, single);
    }

    private static void Compare(Message product, string[] expected, int threshold, bool single)
    {
        $"{Key(product, "operation")} {Key(product, "step")}".ShouldBe($"{expected[0]} {expected[2]}");
        var (actual, values) = (FieldFlow.Values(product), expected[3].Split(','));
        actual.Length.ShouldBe(values.Length);
        for (var point = 0; point < actual.Length; point++)
        {
            if (values[point] == "-")
                double.IsNaN(actual[point]).ShouldBeTrue($"{expected[0]} at {point}");
            else
                actual[point].ShouldBe(double.Parse(values[point], CultureInfo.InvariantCulture), single ? 1e-3 : 1e-10, $"{expected[0]}, threshold {threshold}, at {point}");
        }
    }

    private static string[] Expected(JsonObject question, [System.Runtime.CompilerServices.CallerFilePath] string file = "")
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-B", Path.Combine(Path.GetDirectoryName(file)!, "mtg2.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.Write(question.ToJsonString());
        process.StandardInput.Close();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return lines;
    }
}
