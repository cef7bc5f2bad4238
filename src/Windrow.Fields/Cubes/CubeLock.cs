using Windrow.Core.Errors;
using Windrow.Core.IO;

namespace Windrow.Fields.Cubes;

/// <summary>
/// Keeps others from a data set as long as it is open: its axes are in memory, and two that add to them would write over each other. The lock is
/// the operating system's, on a hidden file beside the data set, and ends with its process however that ends.
/// </summary>
internal static class CubeLock
{
    private const int WouldBlock = 11; // EWOULDBLOCK of Linux

    /// <exception cref="FailureException">Another plan or process has the data set.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static IDisposable Take(string path, IFileSystem files)
    {
        var directory = Path.GetDirectoryName(path)!;
        files.CreateDirectory(directory);
        try
        {
            // FileShare.None is an exclusive flock(2).
            return new FileStream(Path.Combine(directory, $".{Path.GetFileName(path)}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            throw new FailureException(Failure.Transient("another sink or process is writing it", "give each a 'path' of its own, or send the fields of both through one plan", exception));
        }
    }
}
