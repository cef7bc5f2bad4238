using Windrow.Core.IO;
using Windrow.Core.Sources;

namespace Windrow.Core.PlugIns.Watch;

/// <summary>A file that is being read, until the last of its messages is settled.</summary>
internal sealed class WatchedFile(FileEntry entry) : ICountedReceipt
{
    // One more than the messages that are open, until reading has ended.
    private int _open = 1;
    private int _dead;

    public FileEntry Entry { get; } = entry;

    public bool HasDead => Volatile.Read(ref _dead) != 0;

    public void Accepted() => Interlocked.Increment(ref _open);

    /// <returns>True: that was the last one.</returns>
    public bool Settle(bool dead)
    {
        if (dead)
            Volatile.Write(ref _dead, 1);
        return Interlocked.Decrement(ref _open) == 0;
    }
}
