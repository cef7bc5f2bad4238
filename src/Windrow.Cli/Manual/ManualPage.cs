using System.CommandLine;
using Windrow.Core;

namespace Windrow.Cli.Manual;

/// <summary>windrow(1), made of the commands themselves.</summary>
internal static class ManualPage
{
    private static readonly (int Status, string Meaning)[] ExitStatus =
    [
        (ExitCode.Ok, "All was done."),
        (ExitCode.Findings, "A check found something, or a question was answered with no."),
        (ExitCode.Usage, "The command line is wrong."),
        (ExitCode.Configuration, "The configuration, or the machine, does not allow the run to start."),
        (ExitCode.RunTime, "The run failed."),
        (ExitCode.Partial, "The run ended, and some messages are dead letters."),
    ];

    private static readonly (string Name, string Meaning)[] Environment =
    [
        ("WINDROW_SECRET_NAME", "A secret that a flow file has as ${secret:name}, where no file of the credentials directory has it."),
        ("OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_...", "Where traces are sent, and how: OpenTelemetry's variables."),
        ("NO_COLOR", "No colours, and no line of progress that is renewed."),
        ("MULTIO_SERVER_CONFIG_FILE, MULTIO_SERVER_CONFIG_PATH, MULTIO_PLANS, MULTIO_PLANS_FILE", "Where plan files are found, as in multio."),
        ("ECCODES_DEFINITION_PATH, ECCODES_SAMPLES_PATH", "Read by ecCodes."),
    ];

    private static readonly (string Name, string Meaning)[] Files =
    [
        (".windrow/", "Beside a flow file: what its flows keep beyond their process."),
    ];

    public static void Write(Command root, TextWriter output)
    {
        var roff = new RoffWriter(output);
        roff.Title("WINDROW", 1, $"windrow {ThisProgram.Version}");
        roff.Section("NAME");
        roff.Text("windrow - data pipelines for Earth observation and weather");
        roff.Section("SYNOPSIS");
        roff.Text("windrow COMMAND [OPTIONS]");
        roff.Section("DESCRIPTION");
        roff.Text(root.Description!);
        roff.Section("COMMANDS");
        foreach (var command in root.Subcommands)
            Write(roff, command, "windrow");
        roff.Section("EXIT STATUS");
        foreach (var (status, meaning) in ExitStatus)
            roff.Item(status.ToString(System.Globalization.CultureInfo.InvariantCulture), meaning);
        roff.Section("ENVIRONMENT");
        foreach (var (name, meaning) in Environment)
            roff.Item(name, meaning);
        roff.Section("FILES");
        foreach (var (name, meaning) in Files)
            roff.Item(name, meaning);
    }

    private static void Write(RoffWriter roff, Command command, string parent)
    {
        if (command.Hidden)
            return;
        var name = $"{parent} {command.Name}";
        var arguments = command.Arguments.Where(static each => !each.Hidden).ToList();
        roff.Subsection(string.Join(' ', arguments.Select(NameOf).Prepend(name)));
        roff.Text(command.Description ?? "");
        foreach (var argument in arguments)
            roff.Item(NameOf(argument), argument.Description ?? "");
        foreach (var option in command.Options.Where(static each => !each.Hidden))
            roff.Item(NameOf(option), option.Description ?? "");
        foreach (var child in command.Subcommands)
            Write(roff, child, name);
    }

    private static string NameOf(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : $"<{name}>";
    }

    private static string NameOf(Option option)
    {
        var names = string.Join(", ", option.Aliases.Prepend(option.Name).Distinct());
        return option.ValueType == typeof(bool) ? names : $"{names} <{option.HelpName ?? option.Name.TrimStart('-')}>";
    }
}
