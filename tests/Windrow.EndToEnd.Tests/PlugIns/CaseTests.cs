using System.Text.Json;
using System.Text.Json.Nodes;
using Windrow.EndToEnd.Tests.Documents;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.PlugIns;

/// <summary>
/// Runs the cases of the plug-ins: every folder <c>cases/NAME</c> below an assembly's source or below tests/cases.
/// <c>flow.yaml</c> is run with <c>--once</c> in a copy of the folder, and then must be there, each if the case has it:
/// <list type="bullet">
/// <item><c>expected.jsonl</c>: what the flow published to <c>output.jsonl</c>, without <c>id</c> and <c>origin</c>;</item>
/// <item><c>expected-output.txt</c>: standard output;</item>
/// <item><c>expected-error.txt</c>: standard error, and an exit status that is not 0 — without it, it is 0;</item>
/// <item><c>expected-files/</c>: files with the same content.</item>
/// </list>
/// In texts <c>…</c> stands for anything, and <c>{dir}</c> for the folder. <c>WINDROW_UPDATE=1</c> writes
/// <c>expected.jsonl</c> anew.
/// </summary>
public sealed class CaseTests
{
    public static TheoryData<string> Cases => [.. Folders("cases").SelectMany(Directory.GetDirectories).Select(Name).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "sample.yaml", SearchOption.AllDirectories).Where(IsSource).Select(Name).Order(StringComparer.Ordinal)];

    public static TheoryData<string> TestedSamples => [.. Samples.Select(static row => row.Data).Where(static file => File.ReadAllText(Path.Combine(Repository.Root, file)).Contains("\ntests:", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_gives_what_is_expected(string folder)
    {
        var from = Path.Combine(Repository.Root, folder);
        using var scratch = new Scratch().CopyOf(from);
        var result = await WindrowProcess.Run(scratch.Path, "run", "flow.yaml", "--once");
        var expectsError = File.Exists(scratch["expected-error.txt"]);
        (result.ExitCode != 0).ShouldBe(expectsError, result.ToString());
        if (expectsError)
            ExpectedText.Difference(scratch.Read("expected-error.txt"), Portable(result.Error, scratch)).ShouldBeNull();
        if (File.Exists(scratch["expected-output.txt"]))
            ExpectedText.Difference(scratch.Read("expected-output.txt"), Portable(result.Output, scratch)).ShouldBeNull();
        if (Repository.IsUpdate && File.Exists(scratch["output.jsonl"]))
            await File.WriteAllLinesAsync(Path.Combine(from, "expected.jsonl"), Published(scratch), TestContext.Current.CancellationToken);
        else if (File.Exists(scratch["expected.jsonl"]))
            Published(scratch).ShouldBe([.. scratch.Lines("expected.jsonl")], result.ToString());
        else
            File.Exists(scratch["output.jsonl"]).ShouldBeFalse("the case says nothing about what it publishes");
        foreach (var expected in Files(scratch["expected-files"]))
            File.ReadAllText(scratch[Path.GetRelativePath(scratch["expected-files"], expected)]).ShouldBe(await File.ReadAllTextAsync(expected, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_checks_without_a_finding(string file)
    {
        var result = (await WindrowProcess.Run(Repository.Root, "check", file, "--strict")).ShouldEndWith(0);
        result.Error.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(TestedSamples))]
    public async Task Sample_passes_its_own_tests(string file) => (await WindrowProcess.Run(Repository.Root, "test", file)).ShouldEndWith(0);

    [Fact]
    public void Plug_in_folder_has_readme_and_sample()
    {
        foreach (var folder in Folders("cases").Where(static folder => folder.Contains("/src/", StringComparison.Ordinal)).Select(static folder => Path.GetDirectoryName(folder)!))
        {
            File.Exists(Path.Combine(folder, "README.md")).ShouldBeTrue(folder);
            File.Exists(Path.Combine(folder, "sample.yaml")).ShouldBeTrue(folder);
        }
    }

    private static IEnumerable<string> Folders(string name) =>
        new[] { "src", "tests" }.SelectMany(top => Directory.EnumerateDirectories(Path.Combine(Repository.Root, top), name, SearchOption.AllDirectories)).Where(IsSource);

    private static bool IsSource(string path) => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal);

    private static string Name(string path) => Path.GetRelativePath(Repository.Root, path);

    private static string[] Files(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];

    private static string Portable(string text, Scratch scratch) => text.Replace(scratch.Path, "{dir}", StringComparison.Ordinal);

    // Ids are hashes of origins, and these hold the scratch directory.
    private static List<string> Published(Scratch scratch) => [.. scratch.Lines("output.jsonl").Select(line =>
    {
        var message = JsonNode.Parse(Portable(line, scratch))!.AsObject();
        message.Remove("id");
        message.Remove("origin");
        return message.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    })];
}
