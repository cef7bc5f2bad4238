using System.Text;
using System.Text.Json;
using Windrow.Cli;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Core.Stages;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Maps.Definitions;

namespace Windrow.EndToEnd.Tests.Documents;

/// <summary>The pages below docs/reference are made of the declarations; <c>./dev docs</c> makes them anew.</summary>
public sealed class ReferenceTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs/reference");

    [Fact]
    public void Reference_is_what_the_declarations_say()
    {
        var pages = Pages();
        if (Repository.IsUpdate)
        {
            if (Directory.Exists(Folder))
                Directory.Delete(Folder, recursive: true);
            Directory.CreateDirectory(Folder);
            foreach (var (name, text) in pages)
                File.WriteAllText(Path.Combine(Folder, name), text);
        }

        Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(pages.Keys.Order(StringComparer.Ordinal), "run ./dev docs");
        foreach (var (name, text) in pages)
            (File.ReadAllText(Path.Combine(Folder, name)) == text).ShouldBeTrue($"docs/reference/{name} is stale: run ./dev docs");
    }

    [Fact]
    public void Sample_with_every_option_is_yaml()
    {
        foreach (var plugIn in CompositionRoot.PlugIns().All)
        {
            var sample = new StringWriter();
            PlugInReference.WriteSample(plugIn, sample);
            var options = plugIn.Options.Options.Select(static option => $"  # {option.Name}: ").ToList();
            var all = sample.ToString().Split('\n').Select(line => options.Exists(option => line.StartsWith(option, StringComparison.Ordinal)) ? "  " + line[4..] : line);
            var findings = new DiagnosticBag();
            ConfigReader.Read(string.Join('\n', all), plugIn.Name, findings);
            findings.ErrorCount.ShouldBe(0, $"{string.Join('\n', all)}\n{string.Join('\n', findings.Sorted)}");
        }
    }

    private static Dictionary<string, string> Pages()
    {
        var plugIns = CompositionRoot.PlugIns();
        var pages = new Dictionary<string, string>
        {
            ["README.md"] = Index(plugIns),
            ["flow.md"] = Flow(),
            ["rules.md"] = RuleTable(),
            ["flow.schema.json"] = Schema(plugIns),
        };
        foreach (var plugIn in plugIns.All.GroupBy(static plugIn => plugIn.Name))
        {
            var page = new StringWriter();
            foreach (var one in plugIn)
                PlugInReference.Write(one, page, headingLevel: 1);
            pages[$"{plugIn.Key}.md"] = page.ToString();
        }

        return pages;
    }

    private static string Index(PlugInCatalog plugIns)
    {
        var page = new StringBuilder("# Reference\n\nMade by `./dev docs` of what the program declares.\n\n- [Flow files](flow.md), their [JSON Schema](flow.schema.json)\n- [Rules of `check`](rules.md)\n");
        foreach (var kind in plugIns.All.GroupBy(static plugIn => plugIn.Kind))
        {
            page.Append("\n## ").Append(kind.Key).Append("s\n\n| type | what it does |\n|---|---|\n");
            foreach (var plugIn in kind)
                page.Append("| [`").Append(plugIn.Name).Append("`](").Append(plugIn.Name).Append(".md) | ").Append(plugIn.Summary).Append(" |\n");
        }

        return page.ToString();
    }

    private static string Flow()
    {
        var page = new StringWriter();
        page.Write("# Flow files\n\n");
        OptionReference.Write(FlowOptions.Set, page);
        page.Write("\n## Plans\n\n");
        OptionReference.Write(PlanOptions.Set, page);
        page.Write("\n## Stages\n\nAny action may have a `stage`: a queue in front of it, with workers of its own.\n\n");
        OptionReference.Write(StageOptions.Set, page);
        return page.ToString();
    }

    private static string RuleTable()
    {
        var page = new StringBuilder("# Rules of `check`\n\nA code is never used again for another rule.\n\n| code | rule | explanation |\n|---|---|---|\n");
        foreach (var rule in Rules.All.Concat(MapRules.All))
            page.Append("| ").Append(rule.Code).Append(" | ").Append(rule.Title).Append(" | ").Append(rule.Explanation.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        return page.ToString();
    }

    private static string Schema(PlugInCatalog plugIns)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            FlowSchema.Write(plugIns, writer);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
