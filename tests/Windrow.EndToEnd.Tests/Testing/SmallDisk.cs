using System.Diagnostics;

namespace Windrow.EndToEnd.Tests.Testing;

/// <summary>A small file system of a test's own, so that it can be full: the directory <c>disk</c>. Gone when the test ends.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    /// <summary>Mounts one; the test is skipped where that is not permitted.</summary>
    /// <param name="size">Such as <c>16m</c>.</param>
    public static SmallDisk Mount(Scratch scratch, string size)
    {
        Directory.CreateDirectory(scratch["disk"]);
        Assert.SkipUnless(Execute("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", scratch["disk"]), "needs to mount a small file system, which is not permitted here");
        return new SmallDisk(scratch["disk"]);
    }

    /// <summary>Gives it another size.</summary>
    public void Resize(string size) => Execute("mount", "-o", $"remount,size={size}", _path).ShouldBeTrue();

    /// <summary>Takes all the room with a file <c>ballast</c>; it is there again when that is deleted.</summary>
    public void FillUp()
    {
        using var ballast = new FileStream(Path.Combine(_path, "ballast"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var size = 1 << 20; size >= 1 << 12; size >>= 1)
        {
            try
            {
                while (true)
                    ballast.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full for this size; a smaller one may fit.
            }
        }
    }

    public void Dispose() => Execute("umount", "--lazy", _path); // a process that was killed may have it still

    private static bool Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
