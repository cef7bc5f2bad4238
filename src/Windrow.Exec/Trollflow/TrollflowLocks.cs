using Windrow.Exec.Scratches;

namespace Windrow.Exec.Trollflow;

/// <summary>Where the files are that the processes of one flow lock. They are there for as long as somebody uses them. Safe for several threads.</summary>
internal sealed class TrollflowLocks
{
    private readonly Lock _lock = new();
    private Scratch? _scratch;
    private int _users;

    /// <summary>The directory of the files.</summary>
    public string Take(ScratchRoot root)
    {
        lock (_lock)
        {
            _users++;
            _scratch ??= root.Take();
            return _scratch.Path;
        }
    }

    public void Return()
    {
        lock (_lock)
        {
            if (--_users > 0)
                return;
            _scratch?.Dispose();
            _scratch = null;
        }
    }
}
