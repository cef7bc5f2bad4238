using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Windrow.Core.Messages;
using Windrow.Fields.Tests.Model;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes;
using static Windrow.Fields.Tests.Model.ModelMessages;

namespace Windrow.Fields.Tests.Scenarios;

/// <summary>
/// Runs what stands in <c>cases/*.json</c>: the global fields of a model, how they are shared out among the clients of one run or
/// several that go on from each other, the actions of the server, and the products that have to come. <c>scenario.py</c> works the products out
/// by itself, from the global fields alone.
/// </summary>
public sealed class ScenarioTests : IDisposable
{
    private const double Mark = -1e9;
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> HasNumPy = new(static () => File.Exists(Python) && RunPython("-c", "import numpy").Code == 0);

    private readonly string _folder = Directory.CreateTempSubdirectory("windrow-scenario-").FullName;

    public static TheoryData<string> Names => [.. Directory.GetFiles(Source(), "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Scenario_gives_the_products_that_are_written_down(string name)
    {
        foreach (var single in (bool[])[false, true])
        {
            var scenario = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Source(), name + ".json"), TestContext.Current.CancellationToken))!;
            var products = await Run(scenario, single);
            string[] expected = [.. scenario["expect"]!.AsArray().Select(static line => (string)line!)];
            products.Select(static product => product.Label).ShouldBe(expected.Select(static line => line[..line.IndexOf(": ", StringComparison.Ordinal)]));
            for (var i = 0; i < expected.Length; i++)
            {
                var values = expected[i][(expected[i].IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(',');
                products[i].Values.Length.ShouldBe(values.Length, expected[i]);
                for (var point = 0; point < values.Length; point++)
                    ShouldBe(products[i].Values[point], values[point], IsEncoded(scenario) || single ? 2.5e-7 : 1e-13, expected[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_down_is_what_numpy_works_out(string name)
    {
        Assert.SkipUnless(HasNumPy.Value, "there is no NumPy (Debian: apt-get install python3-numpy)");
        var file = Path.Combine(Source(), name + ".json");
        var (code, output) = RunPython(Path.Combine(Source(), "scenario.py"), file);
        code.ShouldBe(0, output);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(JsonNode.Parse(File.ReadAllText(file))!["expect"]!.AsArray().Select(static line => (string)line!));
    }

    private async Task<List<(string Label, double[] Values)>> Run(JsonNode scenario, bool single)
    {
        var products = new List<(string, double[])>();
        var (runs, from) = (scenario["runs"]!.AsArray(), int.MinValue);
        for (var run = 0; run < runs.Count; run++)
        {
            var until = (int?)runs[run]!["until"] ?? int.MaxValue;
            var flow = new ModelFlow(Actions(scenario, isFirst: run == 0, isLast: run == runs.Count - 1, single));
            var shares = runs[run]!["shares"]!.AsArray().Select(static share => share!.AsArray().Select(static point => (int)point!).ToArray()).ToArray();
            await Declare(flow, scenario, shares);
            foreach (var (step, values) in scenario["samples"]!.AsObject())
            {
                if (int.Parse(step, CultureInfo.InvariantCulture) is var number && number > from && number <= until)
                    await Send(flow, scenario, shares, number, [.. values!.AsArray().Select(static value => (double?)value ?? Mark)], single);
            }

            for (var client = 0; client < shares.Length; client++)
                await flow.Send(Flush(client, kind: "last-step"));
            await flow.End();
            flow.Dead.ShouldBeEmpty();
            products.AddRange(flow.Sink.Fields.Select(field => (Label(field.Metadata) + (IsEncoded(scenario) ? Keys(field) : ""), Values(field))));
            from = until;
        }

        return products;
    }

    // Statistics of several runs write a restart in all but the last, and read it in all but the first.
    private string Actions(JsonNode scenario, bool isFirst, bool isLast, bool single)
    {
        var actions = scenario["actions"]!.DeepClone().AsArray();
        foreach (var action in actions.Where(static action => (string?)action!["type"] == "statistics"))
        {
            var options = (action!["options"] ??= new JsonObject()).AsObject();
            options["restart-path"] = Path.Combine(_folder, single ? "single" : "double");
            options["write-restart"] = !isLast;
            options["read-restart"] = !isFirst;
        }

        return actions.ToJsonString();
    }

    private static async Task Declare(ModelFlow flow, JsonNode scenario, int[][] shares)
    {
        for (var client = 0; client < shares.Length; client++)
            await flow.Send(Unstructured(client, "grid", (int)scenario["points"]!, shares[client]));
        if (scenario["mask"] is not JsonArray mask)
            return;
        for (var client = 0; client < shares.Length; client++)
            await flow.Send(Mask(client, "grid", 0, [.. shares[client].Select(point => (double)mask[point]!)]));
    }

    private static async Task Send(ModelFlow flow, JsonNode scenario, int[][] shares, int step, double[] values, bool single)
    {
        var date = long.Parse(((string)scenario["reference"]!).Replace("-", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        for (var i = 0; i < shares.Length; i++)
        {
            // Clients come in another order with every step.
            var client = (i + step) % shares.Length;
            await flow.Send(Field(client, "grid", [.. shares[client].Select(point => values[point])], step, single, ("startDate", date), ("bitmapPresent", true), ("missingValue", (double)(float)Mark)));
        }
    }

    private static string Label(Metadata metadata)
    {
        if (!metadata.TryGetString("operation", out var operation))
            return $"step {Number(metadata, "step")}";
        var mark = metadata.TryGet("complete", out var complete) && complete == false ? "!" : "";
        return $"{operation} {Time(metadata, "previous")} {Time(metadata, "current")}{mark}";
    }

    private static bool IsEncoded(JsonNode scenario) => (string?)scenario["actions"]!.AsArray()[^1]!["type"] == "encode";

    // As ecCodes reads them from the message.
    private static string Keys(Message product)
    {
        using var handle = GribHandle.Wrap(((GribPayload)product.Payload).Memory);
        return string.Concat(((string[])["dataDate", "stepRange", "stepType", "numberOfMissing"]).Select(key => $" {handle.GetString(key)}"));
    }

    private static double[] Values(Message product)
    {
        if (product.Payload is not GribPayload)
            return FieldFlow.Values(product);
        MessageValues.TryRead(product, out var values, out var failure).ShouldBeTrue(failure?.ToString());
        using (values)
            return [.. values.Field.Doubles.ToArray().Select(value => value.Equals(values.Missing) ? double.NaN : value)];
    }

    private static string Time(Metadata metadata, string which) => $"{Number(metadata, which + "Date")}{Number(metadata, which + "Time") / 10000:00}";

    private static long Number(Metadata metadata, string key) => metadata.TryGetInt64(key, out var value) ? value : -1;

    private static void ShouldBe(double value, string expected, double tolerance, string line)
    {
        if (expected == "-")
            double.IsNaN(value).ShouldBeTrue($"{value} in {line}");
        else
            Near(value, double.Parse(expected, CultureInfo.InvariantCulture), tolerance, line);
    }

    private static void Near(double value, double expected, double tolerance, string line) => value.ShouldBe(expected, tolerance * Math.Max(1, Math.Abs(expected)), line);

    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "cases");

    private static (int Code, string Output) RunPython(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, ["-B", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : error.Result);
    }
}
