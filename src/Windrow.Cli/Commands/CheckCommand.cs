using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Storage.Upkeep;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow check FLOW</c></summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var flow = new Argument<string>("flow") { Description = "The flow file." };
        var show = new Option<bool>("--show") { Description = "Print the flow in canonical form, with aliases resolved and secrets redacted." };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var strict = new Option<bool>("--strict") { Description = "Warnings count as findings." };
        var command = new Command("check", "Tell everything that is wrong with a flow file, without running it.") { flow, show, json, strict };
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var file = new FlowFile(services, CompositionRoot.PlugIns());
            var path = parsed.GetValue(flow)!;
            var definition = file.Read(path);
            if (definition?.StateDirectory is { } state)
                CheckState(services, state, path, file.Diagnostics);
            if (parsed.GetValue(json))
                FindingsPrinter.PrintJson(file.Diagnostics, services.StandardOutput());
            else
                FindingsPrinter.Print(file.Diagnostics);
            if (parsed.GetValue(show) && file.Root is { } root)
                ConfigWriter.Write(root, Console.Out);
            if (definition is not null && !parsed.GetValue(json) && !parsed.GetValue(show))
            {
                Console.Out.WriteLine($"{path}: {definition.Sources.Count} sources, {definition.Plans.Count} plans, {file.Diagnostics.WarningCount} warnings");
                RetryReport.Print(definition.Plans, Console.Out);
            }

            var hasFindings = definition is null || (parsed.GetValue(strict) && file.Diagnostics.WarningCount > 0);
            return hasFindings ? ExitCode.Findings : ExitCode.Ok;
        });
        return command;
    }

    private static void CheckState(EngineServices services, string state, string path, DiagnosticBag diagnostics)
    {
        if (StateVerifier.Glance(services.Files, state) is { } problem)
            diagnostics.Warning(Rules.DamagedState, new SourceLocation(path, 0, 0), problem, "see 'windrow state verify'");
        if (StateVerifier.OpenToOthers(services.Files, state) is { } mode)
            diagnostics.Warning(Rules.OpenState, new SourceLocation(path, 0, 0), $"others than its owner may look into the state in '{state}' (mode {mode})", $"run 'chmod 700 {state}'");
    }
}
