using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.State;

namespace Windrow.Cli.Commands;

/// <summary>Finds the state of a flow, for the commands that look at it.</summary>
internal static class FlowStateDirectory
{
    public static Argument<string> Argument() => new("flow") { Description = "The flow file, or the directory of its state." };

    /// <summary>Where a flow file has its state; null when the file is wrong or keeps no state, and then that is told.</summary>
    public static StateLocation? Of(string flow, EngineServices services)
    {
        if (services.Files.Find(flow) is { IsDirectory: true } directory)
            return directory.Path;
        var file = new FlowFile(services, CompositionRoot.PlugIns());
        if (!file.TryReadState(flow, out var state))
            FindingsPrinter.Print(file.Diagnostics);
        else if (state is null)
            Console.Error.WriteLine("windrow: this flow keeps no state ('settings.state: none')");
        return state;
    }

    /// <summary>Looks into a flow's state.</summary>
    /// <param name="look">What to do with it; its result is the command's.</param>
    public static int Look(string flow, EngineServices services, Func<IStateReader, int> look) =>
        Of(flow, services) is { } location ? Look(location, services, look) : ExitCode.Configuration;

    /// <inheritdoc cref="Look(string, EngineServices, Func{IStateReader, int})"/>
    public static int Look(StateLocation location, EngineServices services, Func<IStateReader, int> look)
    {
        var result = ExitCode.Ok;
        var failed = Open(location, services, () =>
        {
            using var reader = services.States!.Look(location);
            result = look(reader);
        });
        return failed == ExitCode.Ok ? result : failed;
    }

    /// <summary>Opens a flow's state, and tells when there is none or it cannot be read.</summary>
    /// <param name="open">Given where it is.</param>
    public static int Open(string flow, EngineServices services, Action<StateLocation> open) =>
        Of(flow, services) is { } location ? Open(location, services, () => open(location)) : ExitCode.Configuration;

    private static int Open(StateLocation location, EngineServices services, Action open)
    {
        try
        {
            if (!services.States!.Exists(location))
            {
                Console.Error.WriteLine($"windrow: there is no state in '{location}': the flow has not run, or had nothing to keep");
                return ExitCode.Findings;
            }

            open();
            return ExitCode.Ok;
        }
        catch (StateException exception)
        {
            Console.Error.WriteLine($"windrow: {exception.Message}");
            return ExitCode.RunTime;
        }
    }
}
