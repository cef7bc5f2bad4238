using System.Diagnostics;
using System.Text;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Documents;

/// <summary>Runs the shell blocks of a document, with <c>windrow</c> on the path.</summary>
internal sealed class Shell(string directory)
{
    private const string Mark = "@@end-of-command@@";

    /// <returns>Null when every command did what the block shows; else what went otherwise.</returns>
    public async Task<string?> Run(DocumentBlock block)
    {
        if (block.Language == "sh")
        {
            var (output, status) = await Execute($"set -e\n{WithoutVerbs(block.Text)}");
            return status == 0 ? null : $"exit status {status}:\n{output}";
        }

        var commands = Commands(block.Text);
        var script = new StringBuilder();
        foreach (var (command, _) in commands)
            script.Append("{ ").Append(WithoutVerbs(command)).Append("\n}; __status=$?; echo '").Append(Mark).Append("'; (exit $__status)\n");
        var (all, _) = await Execute(script.ToString());
        var parts = all.Split(Mark + "\n");
        for (var i = 0; i < commands.Count; i++)
        {
            if (i >= parts.Length)
                return $"$ {commands[i].Command}\nwas not reached:\n{all}";
            if (ExpectedText.Difference(commands[i].Expected, parts[i]) is { } difference)
                return $"$ {commands[i].Command}\n{difference}";
        }

        return null;
    }

    private static List<(string Command, string Expected)> Commands(string text)
    {
        var commands = new List<(string Command, string Expected)>();
        foreach (var line in text.TrimEnd().Split('\n'))
        {
            if (line.StartsWith("$ ", StringComparison.Ordinal))
                commands.Add((line[2..], ""));
            else if (commands.Count > 0 && line.StartsWith("> ", StringComparison.Ordinal) && commands[^1].Expected.Length == 0)
                commands[^1] = (commands[^1].Command + "\n" + line[2..], "");
            else if (commands.Count > 0)
                commands[^1] = (commands[^1].Command, commands[^1].Expected + line + "\n");
        }

        return commands;
    }

    // These run the tests, and so this test, or bring in the checkout that is here already. A library is made in earnest.
    private static string WithoutVerbs(string script) => string.Join('\n', script.Split('\n')
        .Select(static line => line.StartsWith("./dev library", StringComparison.Ordinal) ? Path.Combine(Repository.Root, line[2..]) : line.StartsWith("./dev ", StringComparison.Ordinal) || line.StartsWith("git ", StringComparison.Ordinal) || line.StartsWith("cd windrow", StringComparison.Ordinal) ? ":" : line));

    private async Task<(string Output, int Status)> Execute(string script)
    {
        // What the documents call ./windrow is the program here.
        if (!File.Exists(Path.Combine(directory, "windrow")))
            File.CreateSymbolicLink(Path.Combine(directory, "windrow"), Repository.Program);
        // A shell cannot undo what it inherits: under nohup the documents' SIGHUP would reach nobody.
        var start = new ProcessStartInfo("env", ["--default-signal", "bash", "-c", $"exec 2>&1\n{script}"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Repository.Program)}:{start.Environment["PATH"]}";
        start.Environment["TERM"] = "dumb";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (output, process.ExitCode);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return ("it did not end within four minutes", -1);
        }
    }
}
