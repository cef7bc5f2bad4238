using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;

namespace Windrow.Exec.Tests;

public sealed class ExecOptionsTests
{
    [Theory]
    [InlineData("{command: []}", "there is no program in it")]
    [InlineData("{command: [\"{tool}\", x]}", "the program itself is always the same")]
    [InlineData("{command: [cat, \"{input\"]}", "at character 1")]
    [InlineData("{command: [cat, x], output: payload}", "the command names none")]
    [InlineData("{command: [cp, \"{input}\", \"{output}\"]}", "output: payload")]
    [InlineData("{command: [cat], exit-codes: {256: drop}}", "'256' is no status")]
    [InlineData("{command: [cat], exit-codes: {9-3: drop}}", "'9-3' is no status")]
    [InlineData("{command: [cat], exit-codes: {3: retry}}", "'retry' is no meaning")]
    [InlineData("{command: [cat], environment: {\"A=B\": x}}", "no name of a variable")]
    [InlineData("{command: [cat], secrets: {TOKEN: abc}}", "would be a secret in the flow file")]
    [InlineData("{command: [cat], recycle-after: 3}", "'recycle-after' is for workers")]
    [InlineData("{command: [cat], worker: true, output: lines}", "'output' is for a program that is started for every message")]
    [InlineData("{command: [cat, \"{input}\"], worker: true}", "before there is a message")]
    public void Wrong_options_are_told_with_what_to_write(string yaml, string expected)
    {
        var context = new PlugInContext(new EngineServices(), new DiagnosticBag(), ConfigDialect.Native, "/", "p/1:exec", [], false);
        var error = ExecFlow.Bind(yaml, context, out _).Sorted.ShouldHaveSingleItem();
        (error.Message + " " + error.Advice).ShouldContain(expected);
        error.Advice.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("{command: [no-such-program, x]}", "there is no program 'no-such-program' on the search path", "1:12")]
    [InlineData("{command: [tool.sh]}", "write './tool.sh'", "1:12")]
    [InlineData("{command: [./plain.sh]}", "cannot be executed; make it executable", "1:12")]
    [InlineData("{command: [./below]}", "is a directory", "1:12")]
    [InlineData("{command: [./gone.sh]}", "there is no program", "1:12")]
    [InlineData("{command: [python3, -u, gone.py, x]}", "there is no script", "1:25")]
    [InlineData("{command: [/usr/bin/python3, gone.py], worker: true}", "there is no script", "1:30")]
    [InlineData("{command: [python3, tool.sh], directory: below}", "below/tool.sh' for 'python3'", "1:21")]
    public void Program_or_script_that_is_not_there_is_told(string yaml, string expected, string at)
    {
        using var flow = Folder();
        var warning = Found(yaml, flow).ShouldHaveSingleItem();
        warning.Severity.ShouldBe(Severity.Warning);
        (warning.Message + "; " + warning.Advice).ShouldContain(expected);
        warning.Location.ToString().ShouldBe($"flow.yaml:{at}");
    }

    [Theory]
    [InlineData("{command: [sh, -c, \"exit 0\"]}")]
    [InlineData("{command: [./tool.sh, gone.py]}")]
    [InlineData("{command: [python3, -m, gone]}")]
    [InlineData("{command: [python3, \"{script}\"]}")]
    [InlineData("{command: [python3, tool.sh]}")]
    [InlineData("{command: [cat, gone.txt]}")]
    public void What_is_there_or_cannot_be_known_is_not_told(string yaml)
    {
        using var flow = Folder();
        Found(yaml, flow).ShouldBeEmpty();
    }

    private static ExecFlow Folder()
    {
        var flow = new ExecFlow();
        flow.Write("tool.sh", "#!/bin/sh\n");
        Directory.CreateDirectory(Path.Combine(flow.Folder, "below"));
        File.WriteAllText(Path.Combine(flow.Folder, "plain.sh"), "");
        return flow;
    }

    private static IReadOnlyList<Diagnostic> Found(string yaml, ExecFlow flow) =>
        ExecFlow.Bind(yaml, new PlugInContext(new EngineServices(), new DiagnosticBag(), ConfigDialect.Native, flow.Folder, "p/1:exec", [], false), out _).Sorted;
}
