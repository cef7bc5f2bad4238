using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Documents;

/// <summary>
/// Executes every YAML and shell example of the documents. The blocks of one document share a directory, in their
/// order. A YAML block is written to the file that it names (flow.yaml by default) and checked, unless a shell block
/// that follows it does something with it. Documents of examples and plug-ins run in a copy of their directory.
/// </summary>
public sealed class DocsTests
{
    public static TheoryData<string> Documents
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var path in Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var name = Path.GetRelativePath(Repository.Root, path);
                if (!name.Split('/').Any(static part => part is "bin" or "obj" || (part.StartsWith('.') && part != ".ci")))
                    data.Add(name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Document_examples_do_what_it_says(string name)
    {
        var path = Path.Combine(Repository.Root, name);
        using var scratch = new Scratch();
        if (name.StartsWith("examples/", StringComparison.Ordinal))
            scratch.CopyOf(Path.GetDirectoryName(path)!);
        else if (!name.StartsWith("src/", StringComparison.Ordinal) && Directory.Exists(Path.Combine(Repository.Root, "examples")))
            new Scratch().CopyOf(Path.Combine(Repository.Root, "examples")).MoveTo(scratch["examples"]);
        var shell = new Shell(scratch.Path);
        var blocks = DocumentBlock.Of(path);
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            if (block.Language == "yaml")
            {
                var file = block.File ?? "flow.yaml";
                scratch.Write(file, block.WholeFlow());
                if (i + 1 < blocks.Count && blocks[i + 1].IsShell)
                    continue;
                var check = await WindrowProcess.Run(scratch.Path, "check", file);
                (check.ExitCode == 0).ShouldBeTrue($"{name}:{block.Line}:\n{block.Text}\n{check}");
            }
            else if (block.IsShell)
            {
                var difference = await shell.Run(block);
                (difference is null).ShouldBeTrue($"{name}:{block.Line}: {difference}");
            }
            else if (block.File is not null)
            {
                scratch.Write(block.File, block.Text);
            }
        }
    }
}
