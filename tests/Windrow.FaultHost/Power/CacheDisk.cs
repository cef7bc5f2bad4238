using System.Runtime.InteropServices;
using Windrow.Core.IO;
using Windrow.Core.State;
using Windrow.Storage.Sqlite;
using Windrow.Testing.Faults;
using Windrow.Testing.IO;
using Windrow.Testing.Sqlite;

namespace Windrow.FaultHost.Power;

/// <summary>A disk with a cache: when the power is cut, what was not synced is taken back and the process is gone.</summary>
internal sealed partial class CacheDisk(FaultPlan plan) : IStateProvider, IDisposable
{
    private const int Kill = 9;

    private readonly FaultyVfs _vfs = new(plan);
    private readonly Lock _power = new();
    private bool _isOff;

    public IFileSystem Files { get; } = new FaultyFileSystem(plan);

    public bool Exists(StateLocation location) => Files.Find(Path.Combine(location.Directory, SqliteStateStore.FileName)) is not null;

    public IStateReader Look(StateLocation location) => throw new NotSupportedException("The judge looks through a disk of its own.");

    public IStateStore Open(StateLocation location, long maximum = 0) =>
        SqliteStateStore.Open(location.Directory, new SqliteStateOptions(Files, TimeProvider.System) { Vfs = _vfs.Name, Maximum = maximum });

    public void CutPower()
    {
        lock (_power)
        {
            if (_isOff)
                return;
            plan.CutPower();
            _ = SendSignal(Environment.ProcessId, Kill);
            Thread.Sleep(Timeout.Infinite); // the signal is on its way, and nobody may go on without power
        }
    }

    // A program that ends by itself while the power is cut would leave the work of the cut half done, as no power cut does.
    public void Dispose()
    {
        lock (_power)
            _isOff = true;
        _vfs.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
