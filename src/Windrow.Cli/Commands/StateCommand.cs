using System.CommandLine;
using System.Text.Json;
using Windrow.Core;
using Windrow.Core.State;
using Windrow.Storage;
using Windrow.Storage.Upkeep;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow state verify|backup|restore</c></summary>
internal static class StateCommand
{
    public static Command Create() => new("state", "Look after what a flow keeps beyond its process.") { Verify(), Backup(), Restore() };

    private static Argument<string> Flow => new("flow") { Description = "The flow file, which says where the state is." };

    private static Command Verify()
    {
        var flow = Flow;
        var json = new Option<bool>("--json") { Description = "Print what was found as JSON." };
        var command = new Command("verify", "Read all of a flow's state and tell what is damaged. The flow may run meanwhile.") { flow, OverlayOption.OfAll, json };
        command.SetAction(parsed => With(parsed.GetValue(flow)!, (services, state) =>
        {
            if (state.Database is null ? !StateVerifier.Exists(services.Files, state.Directory) : !services.States!.Exists(state))
            {
                Console.Error.WriteLine($"windrow: there is no state in '{state}' yet");
                return ExitCode.Ok;
            }

            var report = state.Database is null ? StateVerifier.Verify(services.Files, state.Directory) : DatabaseVerifier.Verify(state);
            if (parsed.GetValue(json))
                PrintJson(report, services.StandardOutput());
            else
                Print(report);
            return report.IsSound ? ExitCode.Ok : ExitCode.Findings;
        }));
        return command;
    }

    private static Command Backup()
    {
        var flow = Flow;
        var target = new Argument<string>("directory") { Description = "Where the backup is to be; made when it is missing." };
        var command = new Command("backup", "Copy a flow's state as it is at one moment. The flow may run meanwhile.") { flow, OverlayOption.OfAll, target };
        command.SetAction(parsed => With(parsed.GetValue(flow)!, (services, location) =>
        {
            if (IsInDatabase(location, "pg_dump --format=custom --schema", "--file backup.dump"))
                return ExitCode.Usage;
            var state = location.Directory;
            new StateBackup(services.Files).Create(state, Path.GetFullPath(parsed.GetValue(target)!));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Restore()
    {
        var flow = Flow;
        var backup = new Argument<string>("directory") { Description = "The backup." };
        var force = new Option<bool>("--force") { Description = "Replace the state that is there." };
        var command = new Command("restore", "Put a backup in place of a flow's state. The flow must not run.") { flow, OverlayOption.OfAll, backup, force };
        command.SetAction(parsed => With(parsed.GetValue(flow)!, (services, location) =>
        {
            if (IsInDatabase(location, "pg_restore --clean --if-exists --schema", "backup.dump"))
                return ExitCode.Usage;
            var state = location.Directory;
            new StateBackup(services.Files).Restore(Path.GetFullPath(parsed.GetValue(backup)!), state, parsed.GetValue(force));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static int With(string path, Func<EngineServices, StateLocation, int> act)
    {
        var services = CommandServices.Create();
        if (FlowStateDirectory.Of(path, services) is not { } state)
            return ExitCode.Configuration;
        try
        {
            return act(services, state);
        }
        catch (StateException exception)
        {
            Console.Error.WriteLine($"windrow: {exception.Message}");
            return ExitCode.Findings;
        }
    }

    // A database has better means of its own.
    private static bool IsInDatabase(StateLocation location, string program, string rest)
    {
        if (location.Database is null)
            return false;
        Console.Error.WriteLine($"windrow: the state is in a database; use for example: {program} '{PostgresStates.SchemaOf(location)}' {rest} '{location.Database}'");
        return true;
    }

    private static void Print(StateReport report)
    {
        Console.Out.WriteLine($"{report.Directory}: schema {report.Schema}{(report.IsInUse ? ", in use" : "")}");
        foreach (var (table, count) in report.Counts)
            Console.Out.WriteLine($"  {table,-12} {count,9}");
        Console.Out.WriteLine($"  {report.Payloads} payloads with {report.PayloadBytes} bytes are whole; {report.Orphans} that no row names, {report.PutAside} put aside");
        foreach (var problem in report.Problems)
            Console.Out.WriteLine($"damaged: {problem}");
        if (report.ProblemCount > report.Problems.Count)
            Console.Out.WriteLine($"and {report.ProblemCount - report.Problems.Count} more");
        Console.Out.WriteLine(report.IsSound ? "nothing is damaged" : $"{report.ProblemCount} damaged");
    }

    private static void PrintJson(StateReport report, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteString("directory", report.Directory);
        writer.WriteNumber("schema", report.Schema);
        writer.WriteBoolean("in_use", report.IsInUse);
        writer.WriteBoolean("sound", report.IsSound);
        writer.WriteStartObject("rows");
        foreach (var (table, count) in report.Counts)
            writer.WriteNumber(table, count);
        writer.WriteEndObject();
        writer.WriteNumber("payloads", report.Payloads);
        writer.WriteNumber("payload_bytes", report.PayloadBytes);
        writer.WriteNumber("orphans", report.Orphans);
        writer.WriteNumber("put_aside", report.PutAside);
        writer.WriteNumber("problem_count", report.ProblemCount);
        writer.WriteStartArray("problems");
        foreach (var problem in report.Problems)
            writer.WriteStringValue(problem);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
