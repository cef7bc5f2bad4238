using Windrow.Core.IO;

namespace Windrow.Core.Sources;

/// <summary>An input that can be brought in again.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Position">Where it was, or is, when it was brought in: the position of its messages' <see cref="Messages.Origin"/>.</param>
/// <param name="File">What is there now, which may be where it was moved to.</param>
/// <param name="Time">What it is about, by its name where that tells, else when it was last written; UTC.</param>
public sealed record StoredInput(string Source, string Position, FileEntry File, DateTime Time)
{
    /// <summary>The version of its content; see <see cref="Messages.Origin"/>.</summary>
    public ulong Version { get; } = Messages.Origin.VersionOf(File);

    /// <summary>Whether it was moved away when it was done.</summary>
    public bool IsMoved => File.Path != Position;
}
