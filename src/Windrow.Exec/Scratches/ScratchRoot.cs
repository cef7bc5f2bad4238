using System.Globalization;

namespace Windrow.Exec.Scratches;

/// <summary>
/// Where this process keeps temporary files of programs: a folder of its own below the directory for such files. It is locked while the process
/// lives, so the next one knows what a process left that was killed, and removes it.
/// </summary>
internal sealed class ScratchRoot : IDisposable
{
    public const string Variable = "WINDROW_SCRATCH";

    private const string Prefix = "windrow-scratch-";
    private const string LockName = "lock";
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;
    private readonly FileStream _lock;
    private long _next;

    /// <param name="directory">For temporary files, such as /tmp.</param>
    /// <param name="now">The time of day, UTC.</param>
    /// <exception cref="IOException">The directory takes no folder.</exception>
    public ScratchRoot(string directory, DateTimeOffset now)
    {
        new DirectoryInfo(directory).Create();
        Sweep(directory, now);
        _path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{System.Environment.ProcessId}-{Guid.NewGuid():N}"));
        Make(_path);
        _lock = new FileStream(Path.Combine(_path, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>A new folder.</summary>
    public Scratch Take()
    {
        var path = Path.Combine(_path, Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture));
        Make(path);
        return new Scratch(path);
    }

    public void Dispose()
    {
        _lock.Dispose();
        new Scratch(_path).Dispose();
    }

    private static void Make(string path)
    {
        var folder = new DirectoryInfo(path);
        folder.Create();
        if (OperatingSystem.IsLinux())
            folder.UnixFileMode = OwnerOnly;
    }

    private static void Sweep(string directory, DateTimeOffset now)
    {
        foreach (var folder in new DirectoryInfo(directory).EnumerateDirectories(Prefix + "*"))
        {
            if (folder.LinkTarget is not null || !IsLeft(folder, now))
                continue;
            LeftProcesses.Kill(folder.FullName);
            new Scratch(folder.FullName).Dispose();
        }
    }

    // Not by the number of the process: that may be another one's by now, or of another container.
    private static bool IsLeft(DirectoryInfo folder, DateTimeOffset now)
    {
        var file = Path.Combine(folder.FullName, LockName);
        try
        {
            using var held = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return now - folder.LastWriteTimeUtc > Young;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
