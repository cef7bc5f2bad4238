using System.Text;

namespace Windrow.Exec.Processes;

/// <summary>Small files below /proc. They are no data, so they do not go through the engine's file system.</summary>
internal static class ProcFile
{
    /// <summary>The text; null: the process is gone, or somebody else's.</summary>
    public static string? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var bytes = new byte[4_096];
            var length = 0;
            for (int read; (read = file.Read(bytes, length, bytes.Length - length)) > 0; length += read)
            {
                if (length + read == bytes.Length)
                    Array.Resize(ref bytes, 2 * bytes.Length);
            }

            return Encoding.UTF8.GetString(bytes, 0, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
