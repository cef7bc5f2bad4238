using System.Text;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;
using Windrow.Exec.Processes;

namespace Windrow.Exec.Trollflow;

/// <summary>Looks whether the modules that a configuration names are there: beside it, in PYTHONPATH, or where its Python has them. No code of theirs is run.</summary>
internal sealed class TrollflowModules(PlugInContext context)
{
    /// <summary>Classes that Windrow has itself.</summary>
    private static readonly string[] Own =
        ["trollflow.examples.readers.txt_reader.TXTFileReader", "trollflow.examples.transformers.capitalizer.Capitalizer", "trollflow.examples.writers.txt_writer.TXTFileWriter"];

    private const string Search = """
        import sys
        from importlib.machinery import PathFinder
        for module in sys.argv[1:]:
            path, name = None, ""
            for part in module.split("."):
                name = name + "." + part if name else part
                found = name in sys.builtin_module_names or PathFinder.find_spec(name, path)
                if not found:
                    print(module)
                    break
                path = getattr(found, "submodule_search_locations", None) or []
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="node">The options, which are well formed.</param>
    public void Check(MappingNode node)
    {
        var unseen = Classes(node).Where(name => !Own.Contains(name.Text) && !IsBeside(Module(name.Text))).ToList();
        if (unseen.Count == 0)
            return;
        var python = node["python"] is SequenceNode { Items: [ScalarNode { Text: { Length: > 0 } given }, ..] } ? given : "python3";
        if (ProgramPath.Search(python, context.Directory) is not { } program)
        {
            context.Diagnostics.Warning(Rules.MissingProgram, node["python"] ?? unseen[0], $"there is no program '{python}' on the search path", "install it, or write its full path under 'python'");
            return;
        }

        var missing = Missing(program, [.. unseen.Select(static name => Module(name.Text)).Distinct()]);
        foreach (var name in unseen.Where(name => missing.Contains(Module(name.Text))))
        {
            context.Diagnostics.Error(
                Rules.MissingModule, name, $"there is no module '{Module(name.Text)}' in Python",
                $"put it beside the file, in PYTHONPATH, or install it for '{python}'; of trollflow itself Windrow has {string.Join(", ", Own)}");
        }
    }

    private static IEnumerable<ScalarNode> Classes(MappingNode node)
    {
        IEnumerable<ConfigNode> items = node["components"] is SequenceNode list ? list.Items : [];
        return items.Append(node["daemon"]).OfType<MappingNode>().SelectMany(static item => item.Entries).Select(static entry => entry.Key);
    }

    private static string Module(string name) => name[..name.LastIndexOf('.')];

    private bool IsBeside(string module)
    {
        var path = Path.Combine(context.Directory, module.Replace('.', Path.DirectorySeparatorChar));
        return context.Services.Files.Find(path + ".py") is { IsDirectory: false } || context.Services.Files.Find(Path.Combine(path, "__init__.py")) is { IsDirectory: false };
    }

    private HashSet<string> Missing(string program, string[] modules)
    {
        try
        {
            using var child = ChildProcess.Start(new ChildStart(program, ["-c", Search, .. modules], context.Directory, new Dictionary<string, string>()));
            child.Input.Close();
            var reading = new StreamReader(child.Output, Encoding.UTF8).ReadToEndAsync();
            if (reading.Wait(Patience) && child.WaitForEnd(Patience) && child.End.Status == 0)
                return [.. reading.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        catch (Exception exception) when (exception is ProgramException or AggregateException or IOException)
        {
            // What is missing is told when the flow runs.
        }

        return [];
    }
}
