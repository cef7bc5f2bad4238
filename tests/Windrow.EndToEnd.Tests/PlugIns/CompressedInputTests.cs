using System.Diagnostics;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.PlugIns;

/// <summary>Input that Debian's programs have compressed, through the sources that read files.</summary>
public sealed class CompressedInputTests
{
    [Fact]
    public async Task Compressed_files_are_read_by_every_source_and_damaged_ones_are_told()
    {
        using var scratch = new Scratch();
        scratch.Write("make.yaml", """
            sources: [{type: generate, params: [2t, msl], steps: 0/to/3/by/1, nx: 36, ny: 19}]
            plans: [{name: write, actions: [{type: encode, sample: regular_ll_sfc_grib2}, {type: file, path: plain.grib}]}]
            """);
        (await WindrowProcess.Run(scratch.Path, "run", "make.yaml", "--quiet")).ShouldEndWith(0);
        await Shell(scratch, """
            mkdir watched gribs
            gzip -c plain.grib > watched/a.grib.gz; bzip2 -c plain.grib > watched/b.grib.bz2; xz -c plain.grib > watched/c; zstd -qc plain.grib > watched/d.grib.zst
            cp plain.grib watched/e.grib; cp watched/[ab].* gribs
            for i in 1 2 3; do echo "{\"n\": $i}"; done | tee lines | gzip -c > lines.jsonl.gz
            gzip -c plain.grib | head -c -2000 > watched/cut.grib.gz
            """);
        scratch.Write("flow.yaml", """
            flow: compressed
            sources:
              - {type: watch, path: watched, quiet: 1s, done: move, move-to: done}
              - {type: grib, path: gribs}
              - {type: lines, path: lines.jsonl.gz}
            plans:
              - {name: fields, actions: [{type: select, match: {shortName: 2t}}, {type: publish, path: fields.jsonl}]}
              - {name: lines, actions: [{type: select, where: "n > 0"}, {type: publish, path: lines.jsonl}]}
            """);
        var result = await WindrowProcess.Run(scratch.Path, "run", "flow.yaml", "--once", "--quiet");
        result.ShouldEndWith(5).Error.ShouldContain("cut.grib.gz: the file cannot be read: what is compressed by gzip is cut short");
        scratch.Lines("lines.jsonl").Length.ShouldBe(3);

        // Five whole files, two of them twice, with four fields of the parameter each; of the one that is cut short what could be read.
        scratch.Lines("fields.jsonl").Count(static line => !line.Contains("cut.grib", StringComparison.Ordinal)).ShouldBe(7 * 4);
        File.Exists(scratch["watched/cut.grib.gz"]).ShouldBeTrue("a file with a dead letter stays");
        File.Exists(scratch["done/c"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Compressed_standard_input_is_read()
    {
        using var scratch = new Scratch();
        scratch.Write("flow.yaml", """
            flow: compressed
            sources: [{type: lines, path: "-"}]
            plans: [{name: lines, actions: [{type: publish, path: lines.jsonl}]}]
            """);
        await Shell(scratch, $"printf '%s\\n' '{{\"n\": 1}}' '{{\"n\": 2}}' | zstd -qc | {Repository.Program} run flow.yaml --quiet");
        scratch.Lines("lines.jsonl").Length.ShouldBe(2);
    }

    private static async Task Shell(Scratch scratch, string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-ec", script.ReplaceLineEndings("\n")]) { WorkingDirectory = scratch.Path, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, error);
    }
}
