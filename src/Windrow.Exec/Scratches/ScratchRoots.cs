using Windrow.Core.Flows;

namespace Windrow.Exec.Scratches;

/// <summary>The program's folders for temporary files, by the directory that they are in. Safe for several threads.</summary>
internal sealed class ScratchRoots
{
    private readonly SharedByKey<string, ScratchRoot> _roots = new();

    public ScratchRoot Take(string directory, DateTimeOffset now) => _roots.Join(directory, () => new ScratchRoot(directory, now));

    /// <summary>Gives one back; with the last user the folder goes.</summary>
    public void Return(string directory) => _roots.Leave(directory, static root => root.Dispose());
}
