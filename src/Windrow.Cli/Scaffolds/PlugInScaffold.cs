using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Windrow.Core.IO;
using Windrow.Core.PlugIns;

namespace Windrow.Cli.Scaffolds;

/// <summary>
/// The files of a new plug-in: project, options, code, tests and a flow. They are resources of this program, whose names and texts hold words
/// between double underscores that are replaced.
/// </summary>
/// <param name="name">As flow files have it, such as <c>scale-by</c>.</param>
/// <param name="home">The directory of this program.</param>
internal sealed partial class PlugInScaffold(ScaffoldKind kind, string name, string home)
{
    private const string Prefix = "scaffold/";
    private const string Suffix = ".template";

    /// <summary>The name of the assembly and of its classes: <c>ScaleBy</c>.</summary>
    public string ClassName { get; } = string.Concat(name.Split('-').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>What is wrong with a name; null: nothing.</summary>
    public static string? Problem(string name, ScaffoldKind kind, PlugInCatalog catalog)
    {
        if (!Form().IsMatch(name))
            return $"'{name}' is no name of a plug-in: write lower-case words with hyphens between, such as scale-by";
        if (name is "windrow" or "system" or "microsoft" or "xunit" or "sink")
            return $"'{name}' cannot be the name of a plug-in, as something else is called so; name another";
        if (kind == ScaffoldKind.Rule)
            return null;
        var isTaken = kind == ScaffoldKind.Source ? catalog.TryGetSource(name, out var taken) : catalog.TryGetAction(name, out taken);
        return isTaken ? $"the name '{name}' is that of the {taken!.Kind.ToString().ToLowerInvariant()} that is there; choose another" : null;
    }

    /// <summary>Writes the files.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(string directory, IFileSystem files)
    {
        var assembly = typeof(PlugInScaffold).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            var (folder, path) = resource[Prefix.Length..].Split('/', 2) is [var first, var rest] ? (first, rest) : ("", "");
            if (folder != "common" && folder != Word)
                continue;
            var target = Path.Combine(directory, Fill(path[..^Suffix.Length]));
            files.CreateDirectory(Path.GetDirectoryName(target)!);
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            using var file = files.OpenWrite(target);
            file.Write(Encoding.UTF8.GetBytes(Fill(reader.ReadToEnd())));
        }
    }

    private string RegisterRule => $"""RuleKind.Of("{name}", "{Summary}", static () => {ClassName}Options.Set, static (options, _) => new {ClassName}Rule(options))""";

    private string RegisterPlugIn
    {
        get
        {
            var (context, argument) = kind == ScaffoldKind.Action ? ("_", "") : ("context", ", context");
            return $$"""
                PlugIn.{{kind}}("{{name}}", "{{Summary}}", static () => {{ClassName}}Options.Set, static (options, {{context}}) => new {{ClassName}}{{kind}}(options{{argument}}))
                            with
                        { Delivery = "{{Delivery}}" }
                """;
        }
    }

    private string Summary => kind switch
    {
        ScaffoldKind.Source => "Reads a message from each line of a file.",
        ScaffoldKind.Sink => "Writes a line of text for each message.",
        ScaffoldKind.Rule => "Holds for messages of which a list has so many items.",
        _ => "Multiplies a number among the metadata.",
    };

    private string Delivery => kind switch
    {
        ScaffoldKind.Source => "Replayable. After a crash the lines that were not finished come again.",
        ScaffoldKind.Sink => "Each message is written once, and settled when it is durable.",
        _ => "Each message passes once; nothing is kept.",
    };

    private string Word => kind.ToString().ToLowerInvariant();

    private string Fill(string text) => Hole().Replace(text, hole => hole.Groups[1].Value switch
    {
        "Name" => ClassName,
        "name" => name,
        "Kind" => kind.ToString(),
        "kind" => Word,
        "home" => home,
        "input" => kind == ScaffoldKind.Source ? "observations.txt" : "input.jsonl",
        "register" => kind == ScaffoldKind.Rule ? RegisterRule : RegisterPlugIn,
        "catalog" => kind == ScaffoldKind.Rule ? "using Windrow.Core.Decisions;\nusing Windrow.Core.PlugIns;" : "using Windrow.Core.PlugIns;",
        "summary" => Summary,
        var other => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"no such hole: {other}")),
    });

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Form();

    [GeneratedRegex("__([A-Za-z]+?)__")]
    private static partial Regex Hole();
}
