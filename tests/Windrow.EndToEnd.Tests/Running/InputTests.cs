using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Running;

/// <summary>Standard input, standard output, several sinks.</summary>
public sealed class InputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Json_lines_come_in_by_standard_input_and_go_out_by_standard_output()
    {
        _scratch.Write("flow.yaml", """
            sources: [{type: lines, path: "-"}]
            plans:
              - name: all
                actions: [{type: select, match: {a: 1}}, {type: publish}]
            """);
        var result = (await WindrowProcess.Run(_scratch.Path, "{\"a\": 1}\n{\"a\": 2}\n{\"a\": 1}", ["run", "flow.yaml"])).ShouldEndWith(0);
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        result.Error.ShouldContain("3 accepted, 2 done, 0 dropped, 1 unmatched");
    }

    [Fact]
    public async Task Grib_comes_in_by_standard_input()
    {
        var grib = Repository.Shared("data/grib/t_pl.grib");
        _scratch.Write("flow.yaml", """
            sources: [{type: grib, path: "-"}]
            plans:
              - name: all
                actions: [{type: publish, path: out.jsonl}]
            """);
        using var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml"]);
        await using (var file = File.OpenRead(grib))
            await file.CopyToAsync(process.Process.StandardInput.BaseStream, TestContext.Current.CancellationToken);
        process.Process.StandardInput.Close();
        (await process.Ended()).ShouldEndWith(0);
        _scratch.Lines("out.jsonl").Length.ShouldBe(6);
    }

    [Fact]
    public async Task Two_sinks_get_every_message()
    {
        _scratch.Write("in.jsonl", string.Concat(Enumerable.Range(0, 1_000).Select(static i => $"{{\"i\": {i}}}\n")));
        _scratch.Write("flow.yaml", """
            sources: [{type: lines, path: in.jsonl}]
            plans:
              - name: all
                actions:
                  - type: sink
                    sinks: [{type: publish, path: one.jsonl}, {type: publish, path: two.jsonl}]
            """);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml")).ShouldEndWith(0).Error.ShouldContain("1000 accepted, 1000 done");
        _scratch.Lines("one.jsonl").Length.ShouldBe(1_000);
        _scratch.Lines("two.jsonl").ShouldBe(_scratch.Lines("one.jsonl"));
    }

    [Fact]
    public async Task Reader_of_standard_output_that_goes_away_is_an_error_that_is_told()
    {
        _scratch.Write("in.jsonl", string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"{{\"i\": {i}}}\n")));
        _scratch.Write("flow.yaml", """
            sources: [{type: lines, path: in.jsonl}]
            plans:
              - name: all
                actions: [{type: publish}]
            """);
        var start = new System.Diagnostics.ProcessStartInfo("bash", ["-c", $"{Repository.Program} run flow.yaml 2> error | head -1 > first; echo ${{PIPESTATUS[0]}}"])
        {
            WorkingDirectory = _scratch.Path,
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().ShouldBe("5");
        _scratch.Lines("first").Length.ShouldBe(1);
        _scratch.Lines("error").Length.ShouldBeLessThan(200);
        _scratch.Read("error").ShouldContain("broken pipe");
    }
}
