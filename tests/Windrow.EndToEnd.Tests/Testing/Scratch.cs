namespace Windrow.EndToEnd.Tests.Testing;

/// <summary>A directory of a test's own, gone when the test ends.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("windrow-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public string Read(string name) => File.ReadAllText(this[name]);

    public string[] Lines(string name) => File.Exists(this[name]) ? File.ReadAllLines(this[name]) : [];

    /// <summary>Copies a directory into this one, links followed.</summary>
    public Scratch CopyOf(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var target = this[System.IO.Path.GetRelativePath(directory, file)];
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return this;
    }

    /// <summary>Gives the content another place; this directory is gone then.</summary>
    public void MoveTo(string target)
    {
        Directory.Move(Path, target);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
