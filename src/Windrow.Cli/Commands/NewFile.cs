using Windrow.Core;

namespace Windrow.Cli.Commands;

/// <summary>Writes files for users to start from.</summary>
internal static class NewFile
{
    /// <returns>False: it is there already, and that is told.</returns>
    public static bool IsFree(string path, EngineServices services)
    {
        if (services.Files.Find(path) is null)
            return true;
        Console.Error.WriteLine($"windrow: '{path}' is there already; name another file");
        return false;
    }

    public static void Write(string path, ReadOnlySpan<byte> content, EngineServices services)
    {
        using var file = services.Files.OpenWrite(path);
        file.Write(content);
    }
}
