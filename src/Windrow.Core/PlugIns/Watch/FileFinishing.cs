namespace Windrow.Core.PlugIns.Watch;

/// <summary>
/// Has files finished by a thread of the pool, those together that came meanwhile. Whoever settles the last message of a
/// file is in the midst of something, as the thread of the state store is: it is not to wait for renames and syncs.
/// </summary>
/// <param name="finish">Finishes files; never called by two threads at a time, and throws nothing.</param>
internal sealed class FileFinishing(Action<IReadOnlyList<WatchedFile>> finish)
{
    private readonly Lock _lock = new();
    private List<WatchedFile> _waiting = [];
    private Task _working = Task.CompletedTask;
    private bool _isWorking;

    /// <summary>Completes when all files are finished that were given.</summary>
    public Task Done
    {
        get
        {
            lock (_lock)
                return _working;
        }
    }

    public void Add(WatchedFile file)
    {
        lock (_lock)
        {
            _waiting.Add(file);
            if (_isWorking)
                return;
            _isWorking = true;
            _working = Task.Run(Work);
        }
    }

    private void Work()
    {
        while (true)
        {
            List<WatchedFile> files;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _isWorking = false;
                    return;
                }

                (files, _waiting) = (_waiting, []);
            }

            finish(files);
        }
    }
}
