using System.CommandLine;
using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow plugins list|info</c></summary>
internal static class PlugInsCommand
{
    public static Command Create() => new("plugins", "Tell about the plug-ins.") { List(), Info() };

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("list", "List the sources, actions and sinks.") { json };
        command.SetAction(parsed =>
        {
            var all = CompositionRoot.PlugIns().All;
            if (parsed.GetValue(json))
                PrintJson(all);
            else
                Print(all);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Info()
    {
        var name = new Argument<string>("name") { Description = "Name of the plug-in." };
        var scaffold = new Option<bool>("--sample") { Description = "Print a commented sample instead." };
        var command = new Command("info", "Tell everything about a plug-in: options, delivery, memory.") { name, scaffold };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(name)!;
            var all = CompositionRoot.PlugIns().All;
            var found = all.Where(plugIn => plugIn.Name == wanted || plugIn.Aliases.Contains(wanted)).ToList();
            foreach (var plugIn in found)
            {
                if (parsed.GetValue(scaffold))
                    PlugInReference.WriteSample(plugIn, Console.Out);
                else
                    PlugInReference.Write(plugIn, Console.Out, headingLevel: 1);
            }

            if (found.Count > 0)
                return ExitCode.Ok;
            Console.Error.WriteLine($"windrow: there is no plug-in named '{wanted}'{Suggestion.Clause(wanted, all.Select(static plugIn => plugIn.Name))}");
            return ExitCode.Findings;
        });
        return command;
    }

    private static void Print(IReadOnlyList<PlugIn> all)
    {
        foreach (var kind in all.GroupBy(static plugIn => plugIn.Kind))
        {
            Console.Out.WriteLine($"{kind.Key.ToString().ToLowerInvariant()}s");
            foreach (var plugIn in kind)
                Console.Out.WriteLine($"  {plugIn.Name,-14} {plugIn.Summary}");
        }
    }

    private static void PrintJson(IReadOnlyList<PlugIn> all)
    {
        using var stream = Console.OpenStandardOutput();
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (var plugIn in all)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", plugIn.Kind.ToString().ToLowerInvariant());
            writer.WriteString("name", plugIn.Name);
            writer.WriteString("summary", plugIn.Summary);
            writer.WriteString("delivery", plugIn.Delivery);
            writer.WriteString("memory", plugIn.Memory);
            writer.WriteStartArray("options");
            foreach (var option in plugIn.Options.Options)
                writer.WriteStringValue(option.Name);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
