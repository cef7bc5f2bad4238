using System.Text.RegularExpressions;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.PlugIns;

/// <summary>What <c>windrow new plugin</c> writes is built, tested, put where a flow finds it, and used.</summary>
public sealed partial class NewPlugInTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("action", "scale-by", "ScaleBy", "\"number\":42.0", 11)]
    [InlineData("source", "station-lines", "StationLines", "\"station\":\"LOWW\",\"value\":21.5", 9)]
    [InlineData("sink", "station-text", "StationText", "", 14)]
    [InlineData("rule", "scan-whole", "ScanWhole", "\"parameters\":{\"count\":2},\"rule\":\"whole\",\"target\":\"work\"", 3)]
    public async Task Scaffold_builds_passes_its_tests_and_is_used_by_its_flow(string kind, string name, string className, string published, int tests)
    {
        (await WindrowProcess.Run(_scratch.Path, "new", "plugin", "--kind", kind, name)).ShouldEndWith(0).Output.ShouldStartWith($"wrote {name}; next: cd {name} && dotnet test");
        var directory = _scratch[name];

        // Warnings too: a beginner cannot tell which of them matter.
        (await DotNet(directory, "test", "-warnaserror", "--nologo")).Output.ShouldContain($"Passed:    {tests,2}, Skipped:     0");
        await DotNet(directory, "build", className, "-c", "Release", "-o", $"plugins/{className}", "-warnaserror", "--nologo");
        Directory.GetFiles(Path.Combine(directory, "plugins", className), "Windrow.*").ShouldBeEmpty("Windrow is shared, and not copied");

        (await WindrowProcess.Run(directory, "plugins", "list")).ShouldEndWith(0).Output.ShouldContain($"({className} 0.1.0");
        (await WindrowProcess.Run(directory, "plugins", "info", name)).ShouldEndWith(0);
        (await WindrowProcess.Run(directory, "check", "flow.yaml", "--strict")).ShouldEndWith(0);
        var run = (await WindrowProcess.Run(directory, "run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        run.Output.ShouldContain(published);
        if (kind == "sink")
            File.ReadAllText(Path.Combine(directory, "out/LOWW.txt")).ShouldBe("12:00 21.5\n");
    }

    [Theory]
    [InlineData("Scale By", 2, "is no name of a plug-in")]
    [InlineData("select", 2, "the name 'select' is that of the action that is there")]
    [InlineData("system", 2, "cannot be the name of a plug-in")]
    [InlineData("taken", 1, "'taken' is there already")]
    public async Task Name_that_does_not_do_is_refused(string name, int exitCode, string message)
    {
        _scratch.Write("taken/file", "");
        var result = (await WindrowProcess.Run(_scratch.Path, "new", "plugin", "--kind", "action", name)).ShouldEndWith(exitCode);
        result.Error.ShouldContain(message);
        Directory.GetFileSystemEntries(_scratch.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void Packages_of_the_scaffold_are_those_that_Windrow_itself_is_tested_with()
    {
        var project = Path.Combine(Repository.Root, "src/Windrow.Cli/Scaffolds/PlugIn/common/__Name__.Tests/__Name__.Tests.csproj.template");
        var own = Packages().Matches(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"))).ToDictionary(static each => each.Groups[1].Value, static each => each.Groups[2].Value);
        foreach (Match package in Packages().Matches(File.ReadAllText(project)))
            own[package.Groups[1].Value].ShouldBe(package.Groups[2].Value);
    }

    private static async Task<Result> DotNet(string directory, params string[] arguments)
    {
        using var process = WindrowProcess.StartCommand([Path.Combine(Compiler.DotNet, "dotnet"), .. arguments], directory, ("MSBUILDDISABLENODEREUSE", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"));
        process.Process.StandardInput.Close();
        return (await process.Ended(Patience)).ShouldEndWith(0);
    }

    [GeneratedRegex("Include=\"([^\"]+)\" Version=\"([^\"]+)\"")]
    private static partial Regex Packages();
}
