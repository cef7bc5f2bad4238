using Windrow.Core.Configuration;
using Windrow.Core.Patterns;
using Windrow.Core.PlugIns;
using Windrow.Exec.Processes;
using Windrow.Exec.Programs;

namespace Windrow.Exec;

/// <summary>Warns of a command whose program, or whose script for an interpreter, is not on this machine. It may be installed before the flow runs, so it is no error.</summary>
internal static class CommandCheck
{
    private static readonly string[] Interpreters = ["python", "python2", "python3", "perl", "ruby", "Rscript", "bash", "sh", "dash", "node"];

    // Options of interpreters that no further argument belongs to, and behind which the script may stand.
    private static readonly string[] PlainOptions = ["-u", "-B", "-E", "-s", "-S", "-I", "-O", "-OO", "-v", "-q", "-b", "-w", "--vanilla"];

    /// <param name="node">The options, which are well formed.</param>
    public static void Check(MappingNode node, PlugInContext context)
    {
        if (node["command"] is not SequenceNode { Items: { Count: > 0 } items } || items[0] is not ScalarNode { Text: { Length: > 0 } } program)
            return;
        var name = new CommandPattern([program.Text]).Program;
        if (ProgramPath.Search(name, context.Directory) is not { } path)
        {
            context.Diagnostics.Warning(Rules.MissingProgram, program, Problem(name, context), Advice(name, context));
            return;
        }

        var directory = node["directory"] is ScalarNode { Text: { Length: > 0 } place } ? context.FullPath(place) : context.Directory;
        if (IsInterpreter(path) && Script(items.Skip(1)) is { } script && Path.GetFullPath(script.Text, directory) is var full && context.Services.Files.Find(full) is not { IsDirectory: false })
            context.Diagnostics.Warning(Rules.MissingProgram, script, $"there is no script '{full}' for '{name}'", "correct the path; it is relative to 'directory', or to the directory of the flow file");
    }

    private static string Problem(string name, PlugInContext context)
    {
        if (!name.Contains('/', StringComparison.Ordinal))
            return $"there is no program '{name}' on the search path";
        var full = Path.GetFullPath(name, context.Directory);
        return context.Services.Files.Find(full) switch
        {
            null => $"there is no program '{full}'",
            { IsDirectory: true } => $"'{full}' is a directory, and no program",
            _ => $"'{full}' cannot be executed",
        };
    }

    private static string Advice(string name, PlugInContext context)
    {
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            return context.Services.Files.Find(Path.GetFullPath(name, context.Directory)) is { IsDirectory: false }
                ? $"there is one beside the flow file: write './{name}'"
                : "install it, or write its full path; the search path is that of the process that runs the flow";
        }

        return context.Services.Files.Find(Path.GetFullPath(name, context.Directory)) is { IsDirectory: false }
            ? $"make it executable: chmod +x '{name}'; or put its interpreter in front: [python3, '{name}']"
            : "correct the path; a relative one is relative to the directory of the flow file";
    }

    private static bool IsInterpreter(string path)
    {
        var name = Path.GetFileName(path);
        return Array.Exists(Interpreters, known => name == known || (name.StartsWith(known, StringComparison.Ordinal) && name[known.Length..].All(static letter => char.IsAsciiDigit(letter) || letter == '.')));
    }

    // Null: which argument is the script cannot be said for sure.
    private static ScalarNode? Script(IEnumerable<ConfigNode> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is not ScalarNode { Text: { Length: > 0 } text } scalar || FilePattern.Parse(text) is { Fields.Count: > 0 })
                return null;
            if (!text.StartsWith('-'))
                return scalar;
            if (!PlainOptions.Contains(text))
                return null;
        }

        return null;
    }
}
