using System.Text;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Hostile;

/// <summary>Flow files that are out to harm: one clear error each, in bounded memory and time.</summary>
public sealed class HostileYamlTests : IDisposable
{
    private const long Memory = 400L << 20;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public Task Alias_bomb_is_refused()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
            yaml.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        return Refused(yaml.ToString(), "WR1007");
    }

    [Fact]
    public Task Recursive_alias_is_refused() => Refused("plans: &p\n  - actions: *p\n", "WR1008");

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public Task Deep_nesting_is_refused(string opening) => Refused("plans: " + (opening == "- " ? "\n  " : "") + string.Concat(Enumerable.Repeat(opening, 1_000_000)), "WR100");

    [Theory]
    [InlineData("!!python/object/apply:os.system [\"touch harmed\"]")]
    [InlineData("!!python/name:os.system")]
    [InlineData("!System.IO.File harmed")]
    public async Task Tag_of_code_is_refused(string value)
    {
        await Refused($"plans:\n  - actions:\n      - type: {value}\n", "WR1013");
        File.Exists(_scratch["harmed"]).ShouldBeFalse();
    }

    [Fact]
    public Task Binary_file_is_refused()
    {
        var bytes = new byte[1 << 20];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(_scratch["flow.yaml"], bytes);
        return Refused(null, "WR1002");
    }

    [Fact]
    public Task Catastrophic_file_pattern_is_refused_or_harmless()
    {
        // Many fields that could each take any part of the name: backtracking would try every split.
        _scratch.Write($"incoming/{new string('a', 200)}.nope", "x");
        _scratch.Write("flow.yaml", $$"""
            sources: [{type: watch, path: incoming, read: file, quiet: 0s, pattern: "{{string.Concat(Enumerable.Range(0, 25).Select(static i => $"{{f{i}}}a"))}}.txt"}]
            plans: [{name: all, actions: [{type: "null"}]}]
            """);
        return Bounded("run", "flow.yaml", "--once");
    }

    [Fact]
    public Task Catastrophic_like_is_harmless()
    {
        _scratch.Write("in.jsonl", $"{{\"name\": \"{new string('a', 100_000)}\"}}\n");
        _scratch.Write("flow.yaml", $$"""
            sources: [{type: lines, path: in.jsonl}]
            plans:
              - name: all
                actions:
                  - {type: select, where: "name like '{{string.Concat(Enumerable.Repeat("%a", 50))}}b'"}
                  - type: "null"
            """);
        return Bounded("run", "flow.yaml");
    }

    [Fact]
    public async Task Deep_filter_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("not (", 200_000)) + "a = 1" + new string(')', 200_000);
        await Refused($"plans:\n  - actions:\n      - {{type: select, where: \"{deep}\"}}\n      - type: \"null\"\n", "WR4005");
    }

    private async Task Refused(string? yaml, string code)
    {
        if (yaml is not null)
            _scratch.Write("flow.yaml", yaml);
        var result = (await Bounded("check", "flow.yaml")).ShouldEndWith(1);
        result.Error.ShouldContain($"error {code}");
        result.ErrorLines.Length.ShouldBeLessThan(5, result.ToString());
        result.Error.Length.ShouldBeLessThan(2_000);
        result.ShouldTellInOneScreen();
    }

    private async Task<Result> Bounded(params string[] arguments)
    {
        var result = await WindrowProcess.Run(_scratch.Path, arguments);
        result.PeakMemory.ShouldBeLessThan(Memory);
        result.Duration.ShouldBeLessThan(Time);
        return result;
    }
}
