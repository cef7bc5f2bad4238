using Windrow.Core.IO;

namespace Windrow.FlowTesting.Judging;

/// <summary>Golden files: what a product has to be like, beside the flow file.</summary>
/// <param name="directory">Full path of the directory of the flow file.</param>
/// <param name="writes">Those that are missing, or not like what came, are written.</param>
internal sealed class GoldenFiles(string directory, IFileSystem files, bool writes)
{
    private readonly List<string> _written = [];

    public string Directory { get; } = directory;

    /// <summary>Those that were written, as the flow names them.</summary>
    public IReadOnlyList<string> Written => _written;

    /// <summary>The content of one; null: it is not there.</summary>
    public byte[]? Read(string path)
    {
        var full = PathOf(path);
        if (files.Find(full) is not { IsDirectory: false } entry)
            return null;
        using var stream = files.OpenRead(full);
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public string PathOf(string path) => Path.GetFullPath(path, Directory);

    /// <summary>Compares a product with a golden file, and writes that where it is told to.</summary>
    /// <param name="compare">Null: they are alike; else what is not.</param>
    /// <returns>Null: all is well; else what is not.</returns>
    public string? Judge(string path, byte[] actual, Func<byte[], string?> compare)
    {
        var golden = Read(path);
        var difference = golden is null ? $"there is no golden file '{path}'; 'windrow test --update' writes it" : compare(golden);
        if (difference is null || !writes)
            return difference;
        Write(path, actual);
        return null;
    }

    private void Write(string path, byte[] content)
    {
        var full = PathOf(path);
        files.CreateDirectory(Path.GetDirectoryName(full)!);
        var hidden = $"{full}.new";
        using (var file = files.OpenWrite(hidden))
        {
            file.Write(content);
            file.Sync();
        }

        files.Move(hidden, full);
        if (!_written.Contains(path))
            _written.Add(path);
    }
}
