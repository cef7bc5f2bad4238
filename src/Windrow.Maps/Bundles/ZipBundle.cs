using System.IO.Compression;
using Windrow.Core.IO;

namespace Windrow.Maps.Bundles;

/// <summary>A zip archive, otherwise as <see cref="TarBundle"/>. Pictures are stored as they are: PNG is compressed already. Memory: one picture, and the list of entries.</summary>
internal sealed class ZipBundle(BundleFile target, IFileSystem files) : IBundle
{
    // A regular file with mode 0644, in the upper half as Unix has it.
    private const int Mode = (0x8000 | 0x1A4) << 16;

    // The format knows no earlier time.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _archive = new(target, ZipArchiveMode.Create, leaveOpen: true);

    public void AddPicture(string path, string file)
    {
        using (var content = files.OpenRead(file))
        using (var entry = Open(path))
            content.CopyTo(entry);
        files.Delete(file);
    }

    public void Add(string path, ReadOnlySpan<byte> content)
    {
        using var entry = Open(path);
        entry.Write(content);
    }

    public void Complete()
    {
        _archive.Dispose();
        target.Publish();
    }

    public void Dispose() => target.Dispose();

    private Stream Open(string path)
    {
        var entry = _archive.CreateEntry(path, CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = Mode;
        return entry.Open();
    }
}
