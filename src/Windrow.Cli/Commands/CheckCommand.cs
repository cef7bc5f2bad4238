using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.State;
using Windrow.Storage;
using Windrow.Storage.Upkeep;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow check FLOW</c></summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var flow = new Argument<string>("flow") { Description = "The flow file, or a plan file of multio, whose sections are all checked unless one is chosen." };
        var section = new SectionOptions();
        var show = new Option<bool>("--show") { Description = "Print the flow in canonical form, with aliases resolved and secrets redacted." };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var sarif = new Option<bool>("--sarif") { Description = "Print the findings as SARIF 2.1.0, which code hosts and editors show at their place." };
        var strict = new Option<bool>("--strict") { Description = "Warnings count as findings." };
        var command = new Command("check", "Tell everything that is wrong with a flow file, without running it.") { flow, OverlayOption.Create(out var overlays), show, json, sarif, strict };
        section.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(sarif))
                result.AddError("--json and --sarif are two forms of the same; choose one.");
        });
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var file = new FlowFile(services, CompositionRoot.PlugIns()) { Section = section.Of(parsed), Port = parsed.GetValue(section.Port), Overlays = parsed.GetValue(overlays)! };
            var path = parsed.GetValue(flow)!;
            var flows = file.ReadAll(path);
            foreach (var read in flows)
            {
                if (read.Definition?.State is { } state)
                    CheckState(services, state, path, file.Diagnostics);
            }

            var isForMachines = parsed.GetValue(json) || parsed.GetValue(sarif);
            if (parsed.GetValue(sarif))
                new SarifReport(file.Diagnostics).Write(services.StandardOutput());
            else if (parsed.GetValue(json))
                FindingsPrinter.PrintJson(file.Diagnostics, services.StandardOutput());
            else
                FindingsPrinter.Print(file.Diagnostics);
            if (parsed.GetValue(show))
                Show(flows);
            else if (!isForMachines && !file.Diagnostics.HasErrors)
                Summarise(flows, path, file.Diagnostics.WarningCount);
            var hasFindings = flows.Count == 0 || file.Diagnostics.HasErrors || (parsed.GetValue(strict) && file.Diagnostics.WarningCount > 0);
            return hasFindings ? ExitCode.Findings : ExitCode.Ok;
        });
        return command;
    }

    // Each as a document of its own, which can be put into a file.
    private static void Show(IReadOnlyList<ReadFlow> flows)
    {
        foreach (var flow in flows)
        {
            if (flows.Count > 1)
                Console.Out.WriteLine(ReferenceEquals(flow, flows[0]) ? $"# section '{flow.Section}'" : $"---\n# section '{flow.Section}'");
            ConfigWriter.Write(flow.Root, Console.Out);
        }
    }

    private static void Summarise(IReadOnlyList<ReadFlow> flows, string path, int warnings)
    {
        foreach (var (section, _, definition, overlays) in flows)
        {
            var name = section is null ? path : $"{path}, section '{section}'";
            if (overlays.Count > 0)
                name += $" with {string.Join(", ", overlays)}";
            Console.Out.WriteLine($"{name}: {definition!.Sources.Count(static source => !source.IsBuiltIn)} sources, {definition.Plans.Count} plans, {warnings} warnings");
            RetryReport.Print(definition.Plans, Console.Out);
            foreach (var expectation in definition.Plans.SelectMany(static plan => plan.Expectations))
                Console.Out.WriteLine($"  {expectation.Plan} is expected {expectation.Text}{(expectation.Needed > 1 ? $", at least {expectation.Needed}" : "")}");
        }
    }

    private static void CheckState(EngineServices services, StateLocation location, string path, DiagnosticBag diagnostics)
    {
        if (location.Database is not null)
        {
            if (PostgresStates.Glance(location) is { } unreachable)
                diagnostics.Warning(Rules.DamagedState, new SourceLocation(path, 0, 0), unreachable, "a run would not start");
            return;
        }

        var state = location.Directory;
        if (StateVerifier.Glance(services.Files, state) is { } problem)
            diagnostics.Warning(Rules.DamagedState, new SourceLocation(path, 0, 0), problem, "see 'windrow state verify'");
        if (StateVerifier.OpenToOthers(services.Files, state) is { } mode)
            diagnostics.Warning(Rules.OpenState, new SourceLocation(path, 0, 0), $"others than its owner may look into the state in '{state}' (mode {mode})", $"run 'chmod 700 {state}'");
    }
}
