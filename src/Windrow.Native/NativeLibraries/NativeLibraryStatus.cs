namespace Windrow.Native.NativeLibraries;

/// <summary>What a probe of one native library found.</summary>
/// <param name="Library">The library that was looked for.</param>
/// <param name="Found">Whether one of its candidate files loads.</param>
/// <param name="Path">The file that was loaded, when the system can tell.</param>
/// <param name="Version">The version it reports of itself, when it can.</param>
public sealed record NativeLibraryStatus(NativeLibraryInfo Library, bool Found, string? Path, string? Version)
{
    /// <summary>The command that installs the library, or null when nothing needs doing.</summary>
    public string? Advice => Found ? null : $"apt-get install {Library.Package}";
}
