using System.Diagnostics;

namespace Windrow.Exec.Processes;

/// <summary>
/// A program of somebody else's, in a session of its own: what a terminal sends to the engine does not reach it. It is killed together with
/// all that it has started, and when the engine dies.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private ChildProcess(Process process)
    {
        _process = process;
        Id = process.Id;
    }

    /// <summary>The process, its group and its session have the same number.</summary>
    public int Id { get; }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Error => _process.StandardError.BaseStream;

    public bool HasEnded => _process.HasExited;

    /// <exception cref="ProgramException">It cannot be started.</exception>
    public static ChildProcess Start(ChildStart start)
    {
        // Both become the program: the process has one number all along. The first has the kernel kill it when the engine is
        // gone, the second gives it a session.
        var info = new ProcessStartInfo(ProgramPath.Find("setpriv"), ["--pdeathsig", "KILL", "--", ProgramPath.Find("setsid"), "--", start.Program, .. start.Arguments])
        {
            WorkingDirectory = start.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value;
        try
        {
            return new ChildProcess(StartingThread.Run(() => Process.Start(info)!));
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException)
        {
            throw new ProgramException($"'{start.Program}' cannot be started: {exception.Message}", exception);
        }
    }

    /// <summary>Waits for its end, up to a time.</summary>
    public bool WaitForEnd(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>How it ended; see <see cref="ChildEnd"/>.</summary>
    public ChildEnd End => ChildEnd.Of(_process.ExitCode);

    /// <summary>Bytes that the process, and what it has started, hold for themselves.</summary>
    public long Memory() => ProcessMemory.OfTree(Id);

    /// <summary>Kills all that is left of it, and waits until it is gone.</summary>
    public void Kill()
    {
        ProcessGroup.Kill(Id);
        try
        {
            _process.Kill(); // it may have no session yet
        }
        catch (InvalidOperationException)
        {
            // It ended before.
        }

        _process.WaitForExit(Gone);
        ProcessGroup.AwaitEnd(Id, Gone);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
