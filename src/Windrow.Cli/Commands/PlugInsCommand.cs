using System.CommandLine;
using System.Text.Json;
using Windrow.Cli.PlugIns;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Decisions;
using Windrow.Core.PlugIns;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow plugins list|info</c></summary>
internal static class PlugInsCommand
{
    public static Command Create()
    {
        var command = new Command("plugins", "Tell about the plug-ins.") { List(), Info() };
        command.SetAction(static _ => List(null, json: false));
        return command;
    }

    private static Command List()
    {
        var (flow, json) = (FlowOption(), new Option<bool>("--json") { Description = "Print JSON." });
        var command = new Command("list", "List the sources, actions and sinks, with the assembly of those that are not Windrow's own.") { flow, json };
        command.SetAction(parsed => List(parsed.GetValue(flow), parsed.GetValue(json)));
        return command;
    }

    private static int List(string? flow, bool json)
    {
        var status = Load(flow, out var catalog);
        if (json)
            PrintJson(catalog);
        else
            Print(catalog);
        return status;
    }

    private static Option<string?> FlowOption() => new("--flow") { Description = "The plug-ins that this flow file has; else those of the working directory." };

    // What cannot be loaded is told, and hides nothing else.
    private static int Load(string? flow, out PlugInCatalog catalog)
    {
        catalog = CompositionRoot.PlugIns();
        var (findings, services) = (new DiagnosticBag(), CommandServices.Create());
        if (flow is null)
        {
            PlugInLoading.Load(catalog, services, "./flow", null, findings);
        }
        else
        {
            var file = new FlowFile(services, catalog);
            file.ReadAll(flow);
            findings = file.Diagnostics;
        }

        FindingsPrinter.Print(findings);
        return findings.HasErrors ? ExitCode.Configuration : ExitCode.Ok;
    }

    private static Command Info()
    {
        var name = new Argument<string>("name") { Description = "Name of the plug-in." };
        var flow = FlowOption();
        var scaffold = new Option<bool>("--sample") { Description = "Print a commented sample instead." };
        var command = new Command("info", "Tell everything about a plug-in: options, delivery, memory.") { name, flow, scaffold };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(name)!;
            var status = Load(parsed.GetValue(flow), out var catalog);
            var all = catalog.All;
            var found = all.Where(plugIn => plugIn.Name == wanted || plugIn.Aliases.Contains(wanted)).ToList();
            foreach (var plugIn in found)
            {
                if (parsed.GetValue(scaffold))
                    PlugInReference.WriteSample(plugIn, Console.Out);
                else
                    PlugInReference.Write(plugIn, Console.Out, headingLevel: 1);
            }

            if (catalog.FindRule(wanted) is { } rule)
                Print(rule);
            else if (found.Count == 0)
                Console.Error.WriteLine($"windrow: there is no plug-in named '{wanted}'{Suggestion.Clause(wanted, all.Select(static plugIn => plugIn.Name).Concat(catalog.Rules.Select(static kind => kind.Name)))}");
            if (found.Count > 0 || catalog.FindRule(wanted) is not null)
                return status;
            return status == ExitCode.Ok ? ExitCode.Findings : status;
        });
        return command;
    }

    private static void Print(PlugInCatalog catalog)
    {
        foreach (var kind in catalog.All.GroupBy(static plugIn => plugIn.Kind))
        {
            Console.Out.WriteLine($"{kind.Key.ToString().ToLowerInvariant()}s");
            foreach (var plugIn in kind)
                Console.Out.WriteLine($"  {plugIn.Name,-14} {plugIn.Summary}{(plugIn.Origin is { } origin ? $" ({origin})" : "")}");
        }

        if (catalog.Rules.Count > 0)
            Console.Out.WriteLine("rules");
        foreach (var rule in catalog.Rules)
            Console.Out.WriteLine($"  {rule.Name,-14} {rule.Summary}{(rule.Origin is { } origin ? $" ({origin})" : "")}");
    }

    private static void Print(RuleKind rule)
    {
        Console.Out.Write($"# {rule.Name}\n\n{rule.Summary}\n\n- **Kind**: rule, for the action route\n\n");
        OptionReference.Write(rule.Options, Console.Out, 2);
    }

    private static void PrintJson(PlugInCatalog catalog)
    {
        using var stream = Console.OpenStandardOutput();
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (var plugIn in catalog.All)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", plugIn.Kind.ToString().ToLowerInvariant());
            writer.WriteString("name", plugIn.Name);
            writer.WriteString("summary", plugIn.Summary);
            writer.WriteString("delivery", plugIn.Delivery);
            writer.WriteString("memory", plugIn.Memory);
            WriteOrigin(writer, plugIn.Origin, plugIn.Options);
            writer.WriteEndObject();
        }

        foreach (var rule in catalog.Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", "rule");
            writer.WriteString("name", rule.Name);
            writer.WriteString("summary", rule.Summary);
            WriteOrigin(writer, rule.Origin, rule.Options);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOrigin(Utf8JsonWriter writer, PlugInOrigin? origin, OptionSet options)
    {
        writer.WriteString("assembly", origin?.Assembly);
        writer.WriteString("version", origin?.Version ?? ThisProgram.Version);
        writer.WriteString("path", origin?.Path);
        writer.WriteStartArray("options");
        foreach (var option in options.Options)
            writer.WriteStringValue(option.Name);
        writer.WriteEndArray();
    }
}
