using System.CommandLine;
using Windrow.Cli.Commands;
using Windrow.Cli.Commands.Clowder;
using Windrow.Cli.Commands.Fields;
using Windrow.Cli.Commands.Maps;
using Windrow.Cli.Commands.Posttroll;
using Windrow.Cli.PlugIns;
using Windrow.Core.Flows;
using Windrow.Native.Malloc;

namespace Windrow.Cli;

internal static class Program
{
    public static int Main(string[] arguments)
    {
        // Before anything large is allocated: see MallocThresholds.
        MallocThresholds.Raise();
        var root = new RootCommand("Windrow: one engine for Earth-observation and weather data pipelines.")
        {
            RunCommand.Create(),
            CheckCommand.Create(),
            TestCommand.Create(),
            StatusCommand.Create(),
            MissingCommand.Create(),
            StatusCommand.CreatePause(),
            StatusCommand.CreateResume(),
            DeadLettersCommand.Create(),
            CollectionsCommand.Create(),
            ProductsCommand.Create(),
            WhyCommand.Create(),
            RunsCommand.Create(),
            ReplayCommand.Create(),
            BackfillCommand.Create(),
            ExplainCommand.Create(),
            StateCommand.Create(),
            PlugInsCommand.Create(),
            SchemaCommand.Create(),
            NewCommand.Create(),
            TapCommand.Create(),
            CompletionCommand.Create(),
            DoctorCommand.Create(),
            DemoCommand.Create(),
            MapsCommand.Create(),
            FieldsCommand.Create(),
            PosttrollCommand.Create(),
            ClowderCommand.Create(),
        };
        root.Add(ManCommand.Create(root));
        var plugIns = new Option<string[]>("--plugins") { Description = "A directory of plug-ins, looked into before those of WINDROW_PLUGINS. May be given several times.", HelpName = "directory", Recursive = true };
        root.Add(plugIns);
        var instance = new Option<string?>("--instance") { Description = "Which of several processes that work on a flow together is meant; see 'settings.instance'.", HelpName = "name", Recursive = true };
        root.Add(instance);
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Console.Error.WriteLine($"windrow: {error.Message}");
            Console.Error.WriteLine("windrow: see 'windrow --help'");
            return ExitCode.Usage;
        }

        if (parsed.GetValue(plugIns) is { Length: > 0 } directories)
            PlugInDirectories.Prepend(directories);

        // For everything that this process reads of flows, and for what it starts.
        if (parsed.GetValue(instance) is { } name)
            Environment.SetEnvironmentVariable(StateSetting.InstanceVariable, name);
        if (parsed.GetResult(OverlayOption.OfAll) is { Implicit: false } && parsed.GetValue(OverlayOption.OfAll) is { Length: > 0 } overlays)
            OverlayOption.Append(overlays);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (IOException exception)
        {
            // Such as a full disk behind standard output.
            Console.Error.WriteLine($"windrow: {exception.Message}");
            return ExitCode.RunTime;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"windrow: this is a defect of the program: {exception}");
            return ExitCode.Findings;
        }
    }
}
