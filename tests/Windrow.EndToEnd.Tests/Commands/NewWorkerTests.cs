using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary><c>windrow new worker</c></summary>
public sealed class NewWorkerTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Worker_to_start_from_works_in_a_flow()
    {
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/numpy"), "there is no numpy (Debian: apt-get install python3-numpy)");
        (await WindrowProcess.Run(_scratch.Path, "new", "worker", "celsius.py")).ShouldEndWith(0).Output.ShouldContain("windrow.py");
        _scratch.Read("windrow.py").ShouldBe(File.ReadAllText(Path.Combine(Repository.Root, "python/windrow.py")));
        var line = File.ReadLines(_scratch["celsius.py"]).First(static line => line.Contains("{type: exec", StringComparison.Ordinal))[1..].Trim().Replace("python3", "/usr/bin/python3", StringComparison.Ordinal);
        _scratch.Write("flow.yaml", $$"""
            sources: [{type: generate, params: [2t], steps: "0", nx: 4, ny: 3}]
            plans:
              - name: p
                actions:
                  {{line}}
                  - {type: publish, path: out.jsonl}
            """);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0);
        _scratch.Read("out.jsonl").ShouldContain("\"units\":\"degC\"");
    }

    [Fact]
    public async Task What_is_there_is_not_written_over()
    {
        _scratch.Write("mine.py", "mine");
        (await WindrowProcess.Run(_scratch.Path, "new", "worker", "mine.py")).ShouldEndWith(1).Error.ShouldContain("is there already");
        (await WindrowProcess.Run(_scratch.Path, "new", "worker", "windrow.py")).ShouldEndWith(2).Error.ShouldContain("name your own file otherwise");
        _scratch.Read("mine.py").ShouldBe("mine");
    }
}
