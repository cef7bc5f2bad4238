using System.Formats.Tar;
using Windrow.Core.IO;

namespace Windrow.Maps.Bundles;

/// <summary>
/// A tar archive, written as pictures come; those are removed where they were drawn. Its entries have no time and mode 0644, so that the same maps
/// give the same octets. Memory: one picture.
/// </summary>
/// <param name="target">The archive's; a <see cref="BundleFile"/> is published with it.</param>
internal sealed class TarBundle(Stream target, IFileSystem files) : IBundle
{
    private readonly TarWriter _writer = new(target, TarEntryFormat.Gnu, leaveOpen: true);

    public void AddPicture(string path, string file)
    {
        using (var content = files.OpenRead(file))
            Add(path, content);
        files.Delete(file);
    }

    public void Add(string path, ReadOnlySpan<byte> content)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        Add(path, stream);
    }

    public void Complete()
    {
        _writer.Dispose();
        target.Flush();
        (target as BundleFile)?.Publish();
    }

    public void Dispose()
    {
        (target as BundleFile)?.Dispose();
    }

    private void Add(string path, Stream content) => _writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, path)
    {
        DataStream = content,
        ModificationTime = DateTimeOffset.UnixEpoch,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    });
}
