using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Programs;

/// <summary>Secrets that programs get, and nobody else.</summary>
public sealed class ProgramSecretTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Program_has_its_secret_and_nothing_shows_it()
    {
        _scratch.Write("in.jsonl", "{\"n\": 1}\n");
        _scratch.Write("flow.yaml", """
            sources: [{type: lines, path: in.jsonl}]
            plans:
              - name: p
                actions:
                  - {type: exec, command: [sh, -c, 'printf "{{\"length\": %d}}" "$${{#API_TOKEN}}"'], output: lines, secrets: {API_TOKEN: "${secret:api-token}"}}
                  - {type: publish, path: out.jsonl}
            """);
        (string, string)[] environment = [("WINDROW_SECRET_API_TOKEN", "verysecret1")];

        using var check = WindrowProcess.Start(_scratch.Path, ["check", "flow.yaml", "--show"], environment);
        var shown = (await check.Ended()).ShouldEndWith(0).Output;
        shown.ShouldContain("${secret:api-token}");
        shown.ShouldNotContain("verysecret1");
        using var run = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--once", "--verbose"], environment);
        (await run.Ended()).ShouldEndWith(0).Error.ShouldNotContain("verysecret1");
        _scratch.Read("out.jsonl").ShouldContain("\"length\":11");
        (await WindrowProcess.Run(_scratch.Path, "why", "out.jsonl")).ShouldEndWith(0).Output.ShouldNotContain("verysecret1");
        foreach (var file in Directory.EnumerateFiles(_scratch.Path, "*", SearchOption.AllDirectories))
            File.ReadAllBytes(file).AsSpan().IndexOf("verysecret1"u8).ShouldBe(-1, file);
    }
}
