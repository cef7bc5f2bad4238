using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Replaying;

/// <summary>A production of daily means and single fields of GRIB files, one for each step, which are moved away when they are done.</summary>
internal sealed class ReplayScene : IDisposable
{
    public const string Flow = """
        flow: daily
        sources:
          - {type: watch, name: model, path: incoming, pattern: "model_{start_time:%Y%m%d%H}_{step:03d}.grib", quiet: 1ms, done: move, move-to: done}
        plans:
          - name: daily
            actions:
              - {type: select, match: {shortName: 2t}}
              - {type: statistics, output-frequency: 1d, operations: [average], partial-windows: drop}
              - {type: encode, overwrite: {gridType: regular_ll, Ni: 36, Nj: 19}}
              - {type: file, path: "products/mean.grib"}
          - name: single
            actions:
              - {type: select, match: {shortName: msl}}
              - {type: file, path: "products/{shortName}_{step}.grib"}
        """;

    private readonly Scratch _scratch = new();

    public string Path => _scratch.Path;

    public string this[string name] => _scratch[name];

    /// <summary>The flow with one plan more.</summary>
    public static string With(string plan, params string[] actions) => $"{Flow}\n  - name: {plan}\n    actions:\n{string.Concat(actions.Select(static action => $"      - {action}\n"))}";

    /// <summary>Makes the inputs: fields of 36 × 19 points, every six hours.</summary>
    public static async Task<ReplayScene> Begin(string flow = Flow)
    {
        var scene = new ReplayScene();
        scene.Write("model.yaml", """
            sources: [{type: generate, params: [2t, msl], start: 2026-11-20T00:00:00Z, steps: 0/to/24/by/6, nx: 36, ny: 19}]
            plans:
              - name: all
                actions:
                  - {type: encode, sample: regular_ll_sfc_grib2}
                  - {type: file, path: "incoming/model_2026112000_{step:03d}.grib"}
            settings: {state: none}
            """);
        scene.Write("flow.yaml", flow);
        (await scene.Run("run", "model.yaml", "--once", "--quiet")).ShouldEndWith(0);
        return scene;
    }

    /// <summary>Makes the inputs and the products.</summary>
    public static async Task<ReplayScene> Made(string flow = Flow)
    {
        var scene = await Begin(flow);
        (await scene.Run("run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        return scene;
    }

    public void Write(string name, string text) => _scratch.Write(name, text);

    public Task<Result> Run(params string[] arguments) => WindrowProcess.Run(Path, arguments);

    public Task<Result> Replay(string into, params string[] arguments) => Run(["replay", "flow.yaml", "--into", into, "--verbose", .. arguments]);

    /// <summary>Names, content and times of all files but those of replays, which begin with <c>r-</c>.</summary>
    public string Tree()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            // Whoever looks into an SQLite database that nobody has open leaves its files for that there, empty.
            if (System.IO.Path.GetRelativePath(Path, file).StartsWith("r-", StringComparison.Ordinal) || file.EndsWith("state.db-shm", StringComparison.Ordinal) || (file.EndsWith("state.db-wal", StringComparison.Ordinal) && new FileInfo(file).Length == 0))
                continue;
            text.AppendLine($"{file} {File.GetLastWriteTimeUtc(file):O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}");
        }

        return text.ToString();
    }

    public async Task Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = Path })!;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, command);
    }

    public void Dispose() => _scratch.Dispose();
}
