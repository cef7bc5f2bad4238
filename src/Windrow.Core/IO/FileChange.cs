namespace Windrow.Core.IO;

/// <summary>Something happened in a watched directory.</summary>
/// <param name="Path">Full path of the file; empty when events were lost and the directory has to be listed anew.</param>
/// <param name="IsMovedIn">The file was renamed to this name: it is complete.</param>
public readonly record struct FileChange(string Path, bool IsMovedIn);
