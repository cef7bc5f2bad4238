using Windrow.Core.IO;

namespace Windrow.Maps.Bundles;

/// <summary>A folder. Pictures are drawn into it, each whole or not at all, so that they are there before the bundle is complete.</summary>
internal sealed class FolderBundle(string folder, IFileSystem files) : IBundle
{
    public void AddPicture(string path, string file)
    {
    }

    public void Add(string path, ReadOnlySpan<byte> content)
    {
        using var file = new BundleFile(Path.Combine(folder, path), files);
        file.Write(content);
        file.Publish();
    }

    public void Complete()
    {
    }

    public void Dispose()
    {
    }
}
