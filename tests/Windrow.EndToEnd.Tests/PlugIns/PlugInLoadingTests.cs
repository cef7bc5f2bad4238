using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.PlugIns;

/// <summary>Assemblies of plug-ins, compiled by the tests and dropped where a user drops them.</summary>
public sealed class PlugInLoadingTests : IDisposable
{
    private const string Version = "[assembly: System.Reflection.AssemblyVersion(\"1.2.0\")]\n";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    // An action that sets 'by' to a text.
    private static string Marks(string name, string by) => Version + $$"""
        public sealed class MarkOptions
        {
            public static readonly OptionSet<MarkOptions> Set = new OptionSet<MarkOptions>("{{name}}")
                .Text("key", static o => o.Key, static (o, v) => o.Key = v, "The key that is set.", example: "by");
            public string Key { get; set; } = "by";
        }
        internal sealed class MarkAction(MarkOptions options) : PlanAction
        {
            public override void Process(Message message, Output output)
            {
                message.Metadata = message.Metadata.With(options.Key, {{by}});
                output.Emit(message);
            }
        }
        public sealed class Entry : IPlugInAssembly
        {
            public void Register(PlugInCatalog catalog) =>
                catalog.Add(PlugIn.Action("{{name}}", "Marks messages.", static () => MarkOptions.Set, static (o, _) => new MarkAction(o)));
        }
        """;

    private Task<Result> Windrow(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);

    private void WriteFlow(string actions, string settings = "{}")
    {
        _scratch.Write("in.jsonl", "{\"a\": 1}\n");
        _scratch.Write("flow.yaml", $"sources: [{{type: lines, path: in.jsonl}}]\nsettings: {settings}\nplans:\n  - actions: [{actions}, {{type: publish}}]\n");
    }

    [Fact]
    public async Task Plug_in_beside_the_flow_file_is_used_listed_described_checked_and_in_the_schema()
    {
        await Compiler.PlugIn(_scratch["plugins/Acme.Marks/Acme.Marks.dll"], Marks("acme-mark", "\"Acme\""));
        WriteFlow("{type: acme-mark}");
        (await Windrow("run", "flow.yaml", "--once")).ShouldEndWith(0).Output.ShouldContain("\"by\":\"Acme\"");
        (await Windrow("plugins")).ShouldEndWith(0).Output.ShouldContain("  acme-mark      Marks messages. (Acme.Marks 1.2.0.0)");
        (await Windrow("plugins", "list", "--json")).ShouldEndWith(0).Json().EnumerateArray()
            .Single(static each => each.GetProperty("name").GetString() == "acme-mark").GetProperty("path").GetString().ShouldBe(_scratch["plugins/Acme.Marks/Acme.Marks.dll"]);
        (await Windrow("plugins", "info", "acme-mark")).ShouldEndWith(0).Output.ShouldContain("The key that is set.");
        (await Windrow("schema")).ShouldEndWith(0).Output.ShouldContain("acme-mark");
        WriteFlow("{type: acme-mark, kye: x}");
        (await Windrow("check", "flow.yaml")).ShouldEndWith(1).Error.ShouldContain("flow.yaml:4:33: error WR2001");
    }

    [Fact]
    public async Task Products_name_the_assembly_and_one_that_changed_under_a_running_flow_is_told_and_used_after_a_restart()
    {
        await Compiler.PlugIn(_scratch["plugins/Acme.Marks/Acme.Marks.dll"], Marks("acme-mark", "\"first\""));
        _scratch.Write("flow.yaml", "sources: [{type: watch, path: in, read: lines}]\nplans:\n  - name: p\n    actions: [{type: acme-mark}, {type: publish, path: out.jsonl}]\n");
        _scratch.Write("in/1.jsonl", "{\"a\": 1}\n");
        using (var flow = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml"]))
        {
            await flow.Until(() => Lines() == 1, "the first message");
            (await Windrow("why", "out.jsonl")).ShouldEndWith(0).Output.ShouldContain("windrow        0.1.0, Acme.Marks 1.2.0.0");

            // As a deployment does it: by a rename, as the old file is in use.
            await Compiler.PlugIn(_scratch["new/Acme.Marks.dll"], Marks("acme-mark", "\"second\"").Replace("1.2.0", "1.3.0", StringComparison.Ordinal));
            File.Move(_scratch["new/Acme.Marks.dll"], _scratch["plugins/Acme.Marks/Acme.Marks.dll"], overwrite: true);
            flow.Signal(1);
            await flow.Tells("the assembly was changed after it was loaded, and is used as it was; stop the flow and start it again");
            _scratch.Write("in/2.jsonl", "{\"a\": 2}\n");
            await flow.Until(() => Lines() == 2, "the second message");
            flow.Signal(15);
            (await flow.Ended()).ShouldEndWith(0);
        }

        _scratch.Write("in/3.jsonl", "{\"a\": 3}\n");
        (await Windrow("run", "flow.yaml", "--once")).ShouldEndWith(0);
        File.ReadAllLines(_scratch["out.jsonl"]).Select(static line => line.Contains("first", StringComparison.Ordinal) ? "first" : "second").ShouldBe(["first", "first", "second"]);
        (await Windrow("why", "out.jsonl")).ShouldEndWith(0).Output.ShouldContain("windrow        0.1.0, Acme.Marks 1.3.0.0");
    }

    private int Lines() => File.Exists(_scratch["out.jsonl"]) ? File.ReadAllLines(_scratch["out.jsonl"]).Length : 0;

    [Fact]
    public async Task Directories_are_searched_in_their_order_and_the_first_folder_of_a_name_is_taken()
    {
        foreach (var directory in new[] { "line", "variable", "settings", "plugins" })
            await Compiler.PlugIn(_scratch[$"{directory}/Marks/Marks.dll"], Marks("mark", $"\"{directory}\""));
        WriteFlow("{type: mark}", "{plugins: [settings]}");
        (await Windrow("--plugins", "line", "run", "flow.yaml", "--once")).ShouldEndWith(0).Output.ShouldContain("\"by\":\"line\"");
        (await Windrow("run", "flow.yaml", "--once", "--plugins", "variable", "--plugins", "line", "--discard-state")).ShouldEndWith(0).Output.ShouldContain("\"by\":\"variable\"");
        using (var process = WindrowProcess.StartCommand([Repository.Program, "run", "flow.yaml", "--once"], _scratch.Path, ("WINDROW_PLUGINS", $"{_scratch["variable"]}:{_scratch["line"]}")))
            (await process.Ended()).ShouldEndWith(0).Output.ShouldContain("\"by\":\"variable\"");
        (await Windrow("run", "flow.yaml", "--once")).ShouldEndWith(0).Output.ShouldContain("\"by\":\"settings\"");
        (await Windrow("plugins", "list", "--flow", "flow.yaml", "--json")).ShouldEndWith(0).Output.ShouldContain(_scratch["settings/Marks/Marks.dll"]);
        WriteFlow("{type: mark}");
        (await Windrow("run", "flow.yaml", "--once")).ShouldEndWith(0).Output.ShouldContain("\"by\":\"plugins\"");
        WriteFlow("{type: mark}", "{plugins: [absent]}");
        (await Windrow("run", "flow.yaml", "--once")).ShouldEndWith(3).Error.ShouldContain("flow.yaml:2:22: error WR5003: there is no directory of plug-ins");
    }

    [Fact]
    public async Task Two_plug_ins_have_two_versions_of_one_library()
    {
        foreach (var number in new[] { 1, 2 })
        {
            var library = _scratch[$"plugins/Marks{number}/Words.dll"];
            await Compiler.Library(library, $"[assembly: System.Reflection.AssemblyVersion(\"{number}.0.0\")] public static class Words {{ public static string Word => \"words {number}\"; }}");
            await Compiler.PlugIn(_scratch[$"plugins/Marks{number}/Marks{number}.dll"], Marks($"mark{number}", "Words.Word"), library);
        }

        WriteFlow("{type: mark1, key: one}, {type: mark2, key: two}");
        var line = (await Windrow("run", "flow.yaml", "--once")).ShouldEndWith(0).Output;
        line.ShouldContain("\"one\":\"words 1\"");
        line.ShouldContain("\"two\":\"words 2\"");
    }

    [Fact]
    public async Task Library_that_is_missing_is_told_before_anything_runs()
    {
        await Compiler.Library(_scratch["Words.dll"], "public static class Words { public static string Word => \"\"; }");
        await Compiler.PlugIn(_scratch["plugins/Marks/Marks.dll"], Marks("mark", "Words.Word"), _scratch["Words.dll"]);
        await ShouldBeRefused("Marks", "error WR5005: it needs the assembly Words 0.0.0.0, which is neither in its folder nor part of Windrow");
    }

    [Theory]
    [InlineData(".NETFramework,Version=v4.8")]
    [InlineData(".NETCoreApp,Version=v99.0")]
    public async Task Assembly_for_another_NET_is_refused(string framework)
    {
        await Compiler.PlugIn(_scratch["plugins/Marks/Marks.dll"], $"[assembly: System.Runtime.Versioning.TargetFramework(\"{framework}\")]\n" + Marks("mark", "\"\""));
        await ShouldBeRefused("Marks", $"error WR5005: it was built for {framework}, and this program runs on .NET 10; write <TargetFramework>net10.0</TargetFramework> in its project");
    }

    [Theory]
    [InlineData("9.0.0", "it was built for Windrow.Core 9.0.0, and this is 0.1.0")]
    [InlineData("0.1.7", "it was built for Windrow.Core 0.1.7, which is later than this, 0.1.0")]
    public async Task Assembly_for_another_version_is_refused(string version, string message)
    {
        await Compiler.Library(_scratch["other/Windrow.Core.dll"], $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] public class Other {{ }}");
        await Compiler.Library(_scratch["plugins/Old/Old.dll"], "public class Old : Other { }", _scratch["other/Windrow.Core.dll"]);
        await ShouldBeRefused("Old", $"error WR5006: {message}");
    }

    [Fact]
    public async Task Name_that_is_taken_is_refused_and_nothing_of_the_assembly_is_used()
    {
        await Compiler.PlugIn(_scratch["plugins/Marks/Marks.dll"], Marks("select", "\"\""));
        await ShouldBeRefused("Marks", "error WR5007: there is another action named 'select', of Windrow itself");
    }

    [Fact]
    public async Task Name_of_another_assembly_is_refused()
    {
        await Compiler.PlugIn(_scratch["plugins/A/A.dll"], Marks("mark", "\"\""));
        await Compiler.PlugIn(_scratch["plugins/B/B.dll"], Marks("mark", "\"\""));
        await ShouldBeRefused("B", "error WR5007: there is another action named 'mark', of A 1.2.0.0");
    }

    [Theory]
    [InlineData("public sealed class Entry : IPlugInAssembly { public void Register(PlugInCatalog catalog) => throw new InvalidOperationException(\"no licence\"); }", "it fails while it registers its plug-ins: InvalidOperationException: no licence; at Entry.Register(PlugInCatalog catalog)")]
    [InlineData("public sealed class Entry : IPlugInAssembly { public Entry() => throw new InvalidOperationException(\"no licence\"); public void Register(PlugInCatalog catalog) { } }", "Entry cannot be made: InvalidOperationException: no licence")]
    [InlineData("public sealed class Entry(int number) : IPlugInAssembly { public int Number => number; public void Register(PlugInCatalog catalog) { } }", "Entry has no public constructor without parameters")]
    [InlineData("public sealed class Entry : IPlugInAssembly { public void Register(PlugInCatalog catalog) { } }", "it registers no plug-in; call catalog.Add in Entry.Register")]
    [InlineData("internal sealed class Entry : IPlugInAssembly { public void Register(PlugInCatalog catalog) { } }", "it has no public class that implements IPlugInAssembly")]
    [InlineData("public class A : IPlugInAssembly { public void Register(PlugInCatalog catalog) { } } public sealed class B : A { }", "several classes of it implement IPlugInAssembly: A, B")]
    public async Task Registration_that_does_not_work_is_one_error(string source, string message)
    {
        await Compiler.PlugIn(_scratch["plugins/Broken/Broken.dll"], source);
        await ShouldBeRefused("Broken", $"error WR5005: {message}");
    }

    [Fact]
    public async Task File_that_is_no_assembly_is_refused_and_folders_of_another_form_are_left_out_with_a_warning()
    {
        _scratch.Write("plugins/Text/Text.dll", "This is not it.");
        await ShouldBeRefused("Text", "error WR5005: the file is no .NET assembly");
        Directory.Delete(_scratch["plugins/Text"], recursive: true);
        _scratch.Write("plugins/Loose.dll", "");
        _scratch.Write("plugins/Folder/Other.dll", "");
        _scratch.Write("plugins/python/helper.py", "");
        WriteFlow("{type: set, values: {a: 2}}");
        var result = (await Windrow("run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        result.ErrorLines.Length.ShouldBe(2, result.Error);
        result.Error.ShouldContain("plugins/Loose.dll: warning WR5004: an assembly of plug-ins has a folder of its own; move it and what it needs to 'Loose/'");
        result.Error.ShouldContain("plugins/Folder: warning WR5004: this folder has no 'Folder.dll'");
    }

    // Whether the flow uses it or not: 'plugins' tells the same, and everything else is listed all the same.
    private async Task ShouldBeRefused(string name, string message)
    {
        WriteFlow("{type: set, values: {a: 2}}");
        var result = (await Windrow("run", "flow.yaml", "--once")).ShouldEndWith(3);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"{_scratch[$"plugins/{name}/{name}.dll"]}: {message}");
        var list = (await Windrow("plugins", "list")).ShouldEndWith(3);
        list.Error.ShouldContain(message);
        list.Output.ShouldContain("  statistics ");
    }
}
