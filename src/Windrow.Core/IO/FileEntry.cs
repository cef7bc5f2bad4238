namespace Windrow.Core.IO;

/// <param name="Path">Full path.</param>
/// <param name="Length">Bytes; 0 for a directory.</param>
/// <param name="Modified">Last write, UTC.</param>
public sealed record FileEntry(string Path, long Length, DateTime Modified, bool IsDirectory)
{
    /// <summary>Who may do what with it.</summary>
    public UnixFileMode Mode { get; init; }

    /// <summary>It is a symbolic link.</summary>
    public bool IsLink => LinkTarget is not null;

    /// <summary>Where the symbolic link leads, as it is written in it; null: it is none.</summary>
    public string? LinkTarget { get; init; }
}
