using System.Globalization;

namespace Windrow.Exec.Processes;

/// <summary>
/// The memory of a process and of all that it has started: what is resident and not shared with others, so that neither libraries nor the
/// payloads that the engine lends count.
/// </summary>
internal static class ProcessMemory
{
    private const int DeepestTree = 32;

    /// <summary>Bytes; 0: it is gone.</summary>
    public static long OfTree(int process, int depth = 0)
    {
        var pages = ProcFile.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/statm"))?.Split(' ');
        if (pages is not { Length: > 2 } || depth > DeepestTree)
            return 0;
        var bytes = (Number(pages[1]) - Number(pages[2])) * System.Environment.SystemPageSize;
        try
        {
            foreach (var thread in new DirectoryInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task")).EnumerateDirectories())
            {
                foreach (var child in ProcFile.Read($"{thread.FullName}/children")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
                    bytes += OfTree((int)Number(child), depth + 1);
            }
        }
        catch (IOException)
        {
            // It ended meanwhile.
        }

        return bytes;
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
