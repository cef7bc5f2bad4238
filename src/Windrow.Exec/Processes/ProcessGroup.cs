using System.Globalization;
using System.Runtime.InteropServices;

namespace Windrow.Exec.Processes;

/// <summary>A process and all that it has started and that has made no group of its own.</summary>
internal static partial class ProcessGroup
{
    private const int Kill9 = 9;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    /// <summary>Kills all of its processes; none is no error.</summary>
    public static void Kill(int id) => _ = Signal(-id, Kill9);

    /// <summary>Kills one process.</summary>
    public static void KillOne(int id) => _ = Signal(id, Kill9);

    /// <summary>Waits until none of its processes runs; those that have ended and that nobody has asked about are gone, too.</summary>
    public static void AwaitEnd(int id, TimeSpan within)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        using var never = new ManualResetEventSlim();
        while (Signal(-id, 0) == 0 && IsRunning(id) && System.Diagnostics.Stopwatch.GetElapsedTime(start) < within)
            never.Wait(Look);
    }

    // By /proc/PID/stat: pid (name) state parent group …; the name may hold anything.
    private static bool IsRunning(int group)
    {
        foreach (var process in new DirectoryInfo("/proc").EnumerateDirectories())
        {
            if (!char.IsAsciiDigit(process.Name[0]) || ProcFile.Read($"{process.FullName}/stat") is not { } stat)
                continue;
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 2 && fields[0] is not ("Z" or "X") && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var its) && its == group)
                return true;
        }

        return false;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
