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
}
