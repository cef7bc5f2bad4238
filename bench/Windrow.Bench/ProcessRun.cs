using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Windrow.Bench;

/// <summary>Runs a program to its end and says what it took.</summary>
internal sealed partial class ProcessRun(string program, params string[] arguments)
{
    /// <summary>The command as the launcher built it.</summary>
    public static string Windrow { get; } = Find();

    /// <summary>Wall seconds, processor seconds, the largest resident set in bytes, and standard output.</summary>
    public (double Wall, double Cpu, long Memory, string Output) Run()
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var (began, used) = (Stopwatch.GetTimestamp(), ChildrenCpu());
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var memory = 0L;
        while (!process.WaitForExit(5))
            memory = Math.Max(memory, PeakOf(process));

        var wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        return (wall, ChildrenCpu() - used, memory, output.Result);
    }

    /// <summary>Seconds until the program writes something to standard output.</summary>
    public double ToFirstOutput()
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var first = process.StandardOutput.Read();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return first >= 0 ? seconds : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} wrote nothing");
    }

    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    /// <summary>The kernel's account of children that were waited for, in seconds; .NET forgets a process's times when it ends.</summary>
    public static double ChildrenCpu()
    {
        Span<long> usage = stackalloc long[18];
        _ = GetUsage(-1, ref usage[0]);
        return usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, ref long usage);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var stamp = Path.Combine(folder.FullName, ".build/stamp");
            if (File.Exists(stamp))
                return Path.Combine(folder.FullName, ".build", File.ReadLines(stamp).First(), "windrow");
        }

        throw new FileNotFoundException("The command is not built; start ./windrow once.");
    }
}
