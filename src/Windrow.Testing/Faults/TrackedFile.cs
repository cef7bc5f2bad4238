namespace Windrow.Testing.Faults;

/// <summary>A file under whatever name it has at the moment.</summary>
internal sealed class TrackedFile(string path)
{
    public string Path { get; set; } = path;

    public string Directory => System.IO.Path.GetDirectoryName(Path) ?? "";
}
