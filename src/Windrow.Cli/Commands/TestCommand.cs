using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Flows.Testing;
using Windrow.FlowTesting;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow test FLOW…</c></summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var flows = new Argument<string[]>("flow") { Description = "The flow files.", Arity = ArgumentArity.OneOrMore };
        var only = new Option<string[]>("--test") { Description = "Run the tests of this name, in which * stands for anything. Can be given several times.", HelpName = "name" };
        var update = new Option<bool>("--update") { Description = "Write the golden files that are missing or not like what came." };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON on standard output." };
        var junit = new Option<string?>("--junit") { Description = "Write the results to this file as JUnit XML.", HelpName = "file" };
        var keep = new Option<bool>("--keep") { Description = "Keep the directories that the tests ran in, and say where they are." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Show what the flows logged also for tests that passed." };
        var command = new Command("test", "Run the tests that flow files hold, each in a sandbox and with a clock of its own. Nothing outside is touched.") { flows, OverlayOption.Create(out var overlays), only, update, json, junit, keep, verbose };
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var report = new TestReport(parsed.GetValue(json) ? null : Console.Out, parsed.GetValue(verbose));
            var isWrong = false;
            foreach (var path in parsed.GetValue(flows)!)
            {
                if (Read(path, parsed.GetValue(overlays)!, services) is not { } read)
                {
                    isWrong = true;
                    continue;
                }

                report.Begin(path, read.Tests.Count);
                foreach (var test in read.Tests.Where(test => IsWanted(test, parsed.GetValue(only))))
                    report.Add(new FlowTestRun(read.Subject, test, parsed.GetValue(update), parsed.GetValue(keep)).Run());
            }

            if (parsed.GetValue(json))
                report.WriteJson(services.StandardOutput());
            if (parsed.GetValue(junit) is { } file && !TestReportFile.Write(report, file, services))
                return ExitCode.RunTime;
            var status = report.End(parsed.GetValue(only) is { Length: > 0 });
            return isWrong ? ExitCode.Configuration : status;
        });
        return command;
    }

    private static (FlowUnderTest Subject, IReadOnlyList<FlowTest> Tests)? Read(string path, string[] overlays, EngineServices services)
    {
        var plugIns = CompositionRoot.PlugIns();
        var file = new FlowFile(services, plugIns) { Overlays = overlays };
        var flows = file.ReadAll(path);
        if (file.Diagnostics.HasErrors || flows.Count == 0)
        {
            FindingsPrinter.Print(file.Diagnostics);
            return null;
        }

        // Sections of multio's plan files have no tests.
        return flows[0].Section is null ? (new FlowUnderTest(flows[0].Root, path, plugIns, services), flows[0].Definition!.Tests) : (new FlowUnderTest(flows[0].Root, path, plugIns, services), []);
    }

    private static bool IsWanted(FlowTest test, string[]? names) =>
        names is not { Length: > 0 } || Array.Exists(names, name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(name, test.Name, ignoreCase: false));
}
