namespace Windrow.Core.IO;

/// <summary>
/// The file system, injected so that tests can make it fail at any operation. Errors are those of .NET
/// (<see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>).
/// </summary>
public interface IFileSystem
{
    /// <summary>Null when there is no such file or directory.</summary>
    FileEntry? Find(string path);

    /// <summary>Files directly in a directory, or in all below it, in ordinal order of their paths. Entries that vanish meanwhile are left out.</summary>
    IReadOnlyList<FileEntry> List(string directory, bool recursive = false);

    /// <summary>Names of the directories directly in a directory, in ordinal order; links to directories are left out.</summary>
    IReadOnlyList<string> Directories(string directory);

    /// <summary>Makes a directory, and those above it, where they are missing.</summary>
    /// <param name="isPrivate">A new one is for its owner alone (mode 0700); those above it are as usual, one that is there stays as it is.</param>
    void CreateDirectory(string path, bool isPrivate = false);

    Stream OpenRead(string path);

    /// <summary>Opens a file for writing, creating it when it is missing.</summary>
    /// <param name="append">False: an existing file is emptied.</param>
    IWritableFile OpenWrite(string path, bool append = false);

    /// <summary>Renames within one file system, atomically replacing <paramref name="to"/>.</summary>
    void Move(string from, string to);

    void Delete(string path);

    /// <summary>Tells about new and changed files until the result is disposed. The callback is called on any thread.</summary>
    IDisposable Watch(string directory, bool recursive, System.Action<FileChange> changed);

    /// <summary>Makes a symbolic link, atomically replacing one that is there.</summary>
    /// <param name="target">As it is to be in the link: relative to the link's directory, or absolute.</param>
    void ReplaceLink(string path, string target);

    /// <summary>Makes renames and new names in a directory durable.</summary>
    void SyncDirectory(string path);
}
