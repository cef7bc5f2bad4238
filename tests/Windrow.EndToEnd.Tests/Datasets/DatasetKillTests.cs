using System.Diagnostics;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Datasets;

/// <summary>
/// Flows that write data sets are killed (SIGKILL) behind a number of commits, and started again. What is left has to open in xarray with fields that are right
/// or not there, and in the end be what a run that nobody killed has made.
/// </summary>
public sealed class DatasetKillTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const int Times = 401;

    private static readonly int Kills = Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1" ? 8 : 2;

    private readonly Scratch _scratch = new();
    private readonly Random _random = new(5);

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("netcdf", "data")]
    [InlineData("zarr", "data/.zmetadata")]
    public async Task Killed_at_any_time_the_data_set_opens_and_is_continued(string kind, string last)
    {
        Assert.SkipUnless(File.Exists(Python) && Run("-c", "import xarray, netCDF4, zarr").Code == 0, "there is no xarray (Debian: apt-get install python3-xarray python3-netcdf4 python3-zarr)");
        foreach (var (flow, path) in ((string, string)[])[("whole", "whole"), ("work", "data")])
        {
            _scratch.Write($"{flow}.yaml", $$"""
                sources:
                  - {type: generate, params: [2t, msl], steps: 0/to/{{Times - 1}}/by/1, nx: 40, ny: 20}
                plans:
                  - name: all
                    actions:
                      - {type: {{kind}}, path: {{path}}, flush-every: 5ms{{(kind == "zarr" ? ", zarr-format: 2" : "")}}}
                """);
        }

        (await WindrowProcess.Run(_scratch.Path, "run", "whole.yaml", "--once")).ShouldEndWith(0);
        Compare(kind, "whole").ShouldBe($"{Times} 0");
        for (var kill = 0; kill < Kills; kill++)
        {
            var commits = _random.Next(1, 12);
            using var process = WindrowProcess.Start(_scratch.Path, ["run", "work.yaml", "--once"]);
            await KillBehind(process, _scratch[last], commits);
            Compare(kind, "data").ShouldNotBeEmpty();
        }

        (await WindrowProcess.Run(_scratch.Path, "run", "work.yaml", "--once")).ShouldEndWith(0);
        Compare(kind, "data").ShouldBe($"{Times} 0");

        // Each field is entered, and once.
        var products = (await WindrowProcess.Run(_scratch.Path, "products", "work.yaml", "--json", "--most", "99999")).ShouldEndWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        products.Length.ShouldBe(2 * Times);
        products.Select(static line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("part").GetString()).Distinct().Count().ShouldBe(2 * Times);
    }

    private string Compare(string kind, string left, [System.Runtime.CompilerServices.CallerFilePath] string file = "")
    {
        var (code, output) = Run("-B", Path.Combine(Path.GetDirectoryName(file)!, "compare_datasets.py"), kind, _scratch[left], _scratch["whole"]);
        code.ShouldBe(0, output);
        return output.Trim();
    }

    /// <summary>Kills when a file has been replaced so often, or the process has ended by itself.</summary>
    private static async Task KillBehind(WindrowProcess process, string path, int commits)
    {
        var seen = new HashSet<DateTime>();
        while (seen.Count < commits && !process.Process.HasExited)
        {
            if (File.Exists(path))
                seen.Add(File.GetLastWriteTimeUtc(path));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        process.Process.Kill();
        await process.Ended();
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : error.Result);
    }
}
