namespace Windrow.Native.NativeLibraries;

/// <summary>A native library is needed and none of its candidate files could be loaded.</summary>
public sealed class NativeLibraryMissingException(NativeLibraryInfo library) : DllNotFoundException(
    $"The native library '{library.Name}' ({library.Purpose}) was not found; tried {string.Join(", ", library.Files)}. "
    + $"Install it with: apt-get install {library.Package}")
{
    public NativeLibraryInfo Library { get; } = library;
}
