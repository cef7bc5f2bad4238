namespace Windrow.Exec.Scratches;

/// <summary>The program's folders for temporary files, by the directory that they are in. Safe for several threads.</summary>
internal sealed class ScratchRoots
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ScratchRoot Root, int Users)> _roots = new(StringComparer.Ordinal);

    public ScratchRoot Take(string directory, DateTimeOffset now)
    {
        lock (_lock)
        {
            var (root, users) = _roots.GetValueOrDefault(directory);
            root ??= new ScratchRoot(directory, now);
            _roots[directory] = (root, users + 1);
            return root;
        }
    }

    /// <summary>Gives one back; with the last user the folder goes.</summary>
    public void Return(string directory)
    {
        lock (_lock)
        {
            var (root, users) = _roots[directory];
            if (users > 1)
            {
                _roots[directory] = (root, users - 1);
                return;
            }

            _roots.Remove(directory);
            root.Dispose();
        }
    }
}
