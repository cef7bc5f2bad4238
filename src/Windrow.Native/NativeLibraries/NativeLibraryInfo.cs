namespace Windrow.Native.NativeLibraries;

/// <summary>What is known about one native library: how bindings call it, which files it may be, and who ships it.</summary>
/// <param name="Name">The logical name used in <c>LibraryImport</c>.</param>
/// <param name="Files">Candidate file names in order of preference; distributions differ in suffixes.</param>
/// <param name="Package">The Debian 12 package that holds the library.</param>
/// <param name="Purpose">What Windrow needs it for, in a few words.</param>
/// <param name="VersionOf">Reads the version from a loaded library, or null when the library cannot say.</param>
public sealed record NativeLibraryInfo(
    string Name,
    IReadOnlyList<string> Files,
    string Package,
    string Purpose,
    Func<nint, string?> VersionOf);
