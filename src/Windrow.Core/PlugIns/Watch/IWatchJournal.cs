using Windrow.Core.IO;

namespace Windrow.Core.PlugIns.Watch;

/// <summary>Remembers which files are done, by path, size and time of change. Safe for several threads.</summary>
internal interface IWatchJournal : IDisposable
{
    /// <summary>Whether <see cref="Add"/> waits for the disk.</summary>
    bool Waits { get; }

    bool Contains(FileEntry entry);

    /// <exception cref="IOException">It could not be written down.</exception>
    void Add(FileEntry entry);
}
