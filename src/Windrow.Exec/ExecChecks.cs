using Windrow.Core.Configuration;
using Windrow.Core.Patterns;
using Windrow.Exec.Exits;
using Windrow.Exec.Programs;

namespace Windrow.Exec;

/// <summary>What has to fit together in the options of <c>exec</c>.</summary>
internal static class ExecChecks
{
    private static readonly string[] OfWorkers = ["decode", "keys", "workers", "recycle-after", "recycle-above", "start-timeout"];
    private static readonly string[] OfPrograms = ["output", "format", "exit-codes"];

    public static void Check(ExecOptions options, OptionReport report)
    {
        CheckCommand(options, report);
        foreach (var (status, meaning) in options.ExitCodes)
        {
            if (ExitMeanings.Problem(status, meaning) is { } problem)
                report.Error("exit-codes", problem, "write a status or a range, and one of ok, drop, transient, permanent and fault: {3: drop, 10-19: permanent}");
        }

        options.Meanings = ExitMeanings.Usual.With(options.ExitCodes);
        foreach (var (option, name) in options.Environment.Keys.Select(static name => ("environment", name)).Concat(options.Secrets.Keys.Select(static name => ("secrets", name))))
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
                report.Error(option, $"'{name}' is no name of a variable", "write a name such as OMP_NUM_THREADS");
        }

        foreach (var name in options.Worker ? OfPrograms : OfWorkers)
        {
            if (report.Mapping[name] is not null)
                report.Error(name, options.Worker ? $"'{name}' is for a program that is started for every message" : $"'{name}' is for workers", options.Worker ? "leave it out: a worker says itself what its results are" : "add 'worker: true', or leave it out");
        }
    }

    private static void CheckCommand(ExecOptions options, OptionReport report)
    {
        if (options.Command.Count == 0 || options.Command[0].Length == 0)
        {
            report.Error("command", "there is no program in it", "write the program and its arguments: [cdo, -f, grb2, copy, \"{input}\", \"{output}\"]");
            return;
        }

        for (var i = 0; i < options.Command.Count; i++)
        {
            try
            {
                var pattern = FilePattern.Parse(options.Command[i]);
                if (pattern.Fields.Count > 0 && (i == 0 || options.Worker))
                    report.Error("command", $"'{options.Command[i]}' has a field, and {(i == 0 ? "the program itself is always the same" : "a worker is started before there is a message")}", "write it without braces");
            }
            catch (PatternException exception)
            {
                report.Error("command", $"'{options.Command[i]}', at character {exception.Offset + 1}: {exception.Message}", "write fields as {param} or {start_time:%Y%m%d}");
                return;
            }
        }

        options.Pattern = new CommandPattern(options.Command);
        if (options.Worker)
            return;
        if (options.Output == ExecOutput.Payload && !options.Pattern.HasOutput)
            report.Error("output", "the files that the program writes are to become messages, and the command names none", "add \"{output}\" to the command, or write 'output: lines' or 'output: none'");
        if (options.Output != ExecOutput.Payload && options.Pattern.HasOutput)
            report.Error("command", "the command names a file to write with {output}, and 'output' does not say that it becomes a message", "add 'output: payload'");
    }
}
