using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Programs;

/// <summary>GRIB through programs: their keys are there again behind.</summary>
public sealed class ProgramGribTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Messages_that_a_program_writes_are_messages_with_keys()
    {
        await MakeInput();
        _scratch.Write("twice", "#!/bin/sh\ncp \"$1\" \"$2\"\ngrib_set -s step=12 \"$1\" \"$2.more\" && cat \"$2.more\" >> \"$2\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_scratch["twice"], (UnixFileMode)0b111_101_101);
        await Run("{type: exec, command: [./twice, \"{input}\", \"{output}\"], output: payload, format: grib}");
        (await Keys("out/2t_0.grib")).ShouldBe("2t 0 2");
        (await Keys("out/2t_12.grib")).ShouldBe("2t 12 2");
        File.ReadAllBytes(_scratch["out/2t_0.grib"]).ShouldBe(await File.ReadAllBytesAsync(_scratch["in/f.grib"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_no_grib_is_told()
    {
        await MakeInput();
        var result = await Run("{type: exec, command: [cp, flow.yaml, \"{output}\"], output: payload, format: grib}", exitCode: 5);
        result.Error.ShouldContain("what the program wrote to {output} is no GRIB message at byte 0");
        Directory.Exists(_scratch["out"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Worker_gets_octets_and_gives_octets()
    {
        await MakeInput();
        File.Copy(Path.Combine(Repository.Root, "python/windrow.py"), _scratch["windrow.py"]);
        _scratch.Write("work.py", "import windrow\ndef handle(message):\n  assert message.type == 'grib'\n  return bytes(message.bytes)\nwindrow.run(handle)\n");
        await Run("{type: exec, worker: true, command: [/usr/bin/python3, work.py]}");
        File.ReadAllBytes(_scratch["out/2t_0.grib"]).ShouldBe(await File.ReadAllBytesAsync(_scratch["in/f.grib"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Worker_that_wants_values_is_told_how_to_get_them()
    {
        await MakeInput();
        File.Copy(Path.Combine(Repository.Root, "python/windrow.py"), _scratch["windrow.py"]);
        _scratch.Write("work.py", "import windrow\nwindrow.run(lambda message: message.field)\n");
        (await Run("{type: exec, worker: true, command: [/usr/bin/python3, work.py]}", exitCode: 5)).Error.ShouldContain("add 'decode: true' to the action");
    }

    private async Task MakeInput()
    {
        _scratch.Write("make.yaml", "sources: [{type: generate, params: [2t], start: 2026-11-20T00:00:00Z, steps: 0, nx: 36, ny: 19}]\nplans: [{name: w, actions: [{type: encode, sample: regular_ll_sfc_grib2}, {type: file, path: in/f.grib}]}]\n");
        (await WindrowProcess.Run(_scratch.Path, "run", "make.yaml", "--quiet")).ShouldEndWith(0);
    }

    private async Task<Result> Run(string exec, int exitCode = 0)
    {
        _scratch.Write("flow.yaml", $"sources: [{{type: grib, path: in}}]\nplans:\n  - name: p\n    actions:\n      - {exec}\n      - {{type: select, match: {{shortName: 2t}}}}\n      - {{type: file, path: \"out/{{shortName}}_{{step}}.grib\"}}\n");
        return (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(exitCode);
    }

    private async Task<string> Keys(string file)
    {
        using var process = WindrowProcess.StartCommand(["grib_get", "-p", "shortName,step,edition", file], _scratch.Path);
        await process.Feed("");
        return (await process.Ended()).Output.Trim();
    }
}
