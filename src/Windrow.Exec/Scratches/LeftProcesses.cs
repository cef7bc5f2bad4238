using System.Globalization;
using Windrow.Exec.Processes;

namespace Windrow.Exec.Scratches;

/// <summary>
/// What programs of a killed engine have started. The kernel kills the programs themselves with the engine, and not what these have started; all of
/// them have the folder in their environment.
/// </summary>
internal static class LeftProcesses
{
    public static void Kill(string folder)
    {
        var mark = $"{ScratchRoot.Variable}={folder}/";
        foreach (var process in new DirectoryInfo("/proc").EnumerateDirectories())
        {
            if (!int.TryParse(process.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            if (ProcFile.Read($"{process.FullName}/environ") is { } environment && environment.Split('\0').Any(entry => entry.StartsWith(mark, StringComparison.Ordinal)))
                ProcessGroup.KillOne(id);
        }
    }
}
