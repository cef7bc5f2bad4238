using System.Diagnostics;
using System.Globalization;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Programs;

/// <summary>A flow of one <c>exec</c> over numbered events, in a directory of its own, and its processes.</summary>
internal sealed class ProgramScene : IDisposable
{
    private readonly Scratch _scratch = new();

    public ProgramScene() => Directory.CreateDirectory(Temporary);

    public string Path => _scratch.Path;

    public string Temporary => _scratch["tmp"];

    public string this[string name] => _scratch[name];

    public string Write(string name, string text)
    {
        _scratch.Write(name, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_scratch[name], (UnixFileMode)0b111_101_101);
        return _scratch[name];
    }

    /// <param name="exec">The action.</param>
    public void Flow(int events, string exec, string source = "{type: lines, path: in.jsonl}")
    {
        Write("in.jsonl", string.Concat(Enumerable.Range(1, events).Select(static number => $"{{\"number\": {number}}}\n")));
        Write("flow.yaml", $"sources: [{source}]\nplans:\n  - name: p\n    actions:\n      - {exec}\n      - {{type: publish, path: out.jsonl, keys: [number]}}\n");
    }

    /// <summary>Puts the Python helper and a handler beside the flow.</summary>
    public void Worker(string code)
    {
        File.Copy(System.IO.Path.Combine(Repository.Root, "python/windrow.py"), this["windrow.py"], overwrite: true);
        Write("work.py", $"import os, time\nimport windrow\n{code}\nwindrow.run(handle)\n");
    }

    public WindrowProcess Start(params string[] arguments) => WindrowProcess.Start(Path, ["run", "flow.yaml", .. arguments], ("TMPDIR", Temporary));

    /// <summary>The program as the head of a group, as a terminal starts it.</summary>
    public WindrowProcess StartInGroup(params string[] arguments) =>
        WindrowProcess.StartUnder(["setsid", "env", "--default-signal"], Path, ["run", "flow.yaml", .. arguments], ("TMPDIR", Temporary));

    public async Task<Result> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        await process.Feed("");
        return await process.Ended();
    }

    /// <summary>The numbers that came out, in their order.</summary>
    public long[] Numbers => [.. _scratch.Lines("out.jsonl").Select(static line => long.Parse(line.Split("\"number\":")[1].Split(',', '}')[0], CultureInfo.InvariantCulture))];

    /// <summary>What is left in the directory for temporary files, beside what the runtime of a killed process leaves there.</summary>
    public string[] Left => Directory.GetFileSystemEntries(Temporary, "windrow-*");

    public int Pid(string file) => int.Parse(_scratch.Read(file), CultureInfo.InvariantCulture);

    public static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException)
        {
            return false;
        }
    }

    public static void Signal(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", "--", process.ToString(CultureInfo.InvariantCulture)])!;
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }

    public void Dispose() => _scratch.Dispose();
}
