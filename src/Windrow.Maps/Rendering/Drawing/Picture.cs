using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Maps.Imaging;

namespace Windrow.Maps.Rendering.Drawing;

/// <summary>A drawn picture on its way through the postprocessors.</summary>
internal sealed class Picture(RasterImage image, byte[] file)
{
    private byte[]? _file = file;
    private bool _isBehind;

    /// <summary>The pixels. Whoever changes them calls <see cref="Changed"/>.</summary>
    public RasterImage Image
    {
        get
        {
            if (_isBehind)
                Expand(Palette!);
            return image;
        }
    }

    /// <summary>The same picture with a palette, once it was quantised.</summary>
    public PaletteImage? Palette { get; private set; }

    /// <summary>Octets of the picture's file as it is; written first if need be.</summary>
    public byte[] ToPng() => _file ??= Palette is null ? PngWriter.Write(Image) : PngWriter.Write(Palette);

    public void Changed()
    {
        Palette = null;
        _file = null;
    }

    /// <summary>Takes the palette picture if its file is smaller.</summary>
    public void Reduce(PaletteImage palette)
    {
        var reduced = PngWriter.Write(palette);
        if (reduced.Length >= ToPng().Length)
            return;
        // Mostly nobody looks at the pixels again.
        (Palette, _file, _isBehind) = (palette, reduced, true);
    }

    public void PublishTiles(MapTiles tiles, IFileSystem files)
    {
        var (width, height) = (image.Width, image.Height);
        var rows = (tiles.Pictures.Count + tiles.Columns - 1) / Math.Max(1, tiles.Columns);
        if (tiles.Size <= 0 || tiles.Columns * tiles.Size != width || rows * tiles.Size != height || rows * tiles.Columns != tiles.Pictures.Count)
        {
            throw new FailureException(Failure.Permanent(
                $"a picture of {width} × {height} pixels does not make {tiles.Pictures.Count} tiles of {tiles.Size} pixels in {tiles.Columns} columns"));
        }

        var folders = new HashSet<string>();
        for (var n = 0; n < tiles.Pictures.Count; n++)
        {
            var (x, y, file) = (n % tiles.Columns * tiles.Size, n / tiles.Columns * tiles.Size, tiles.Pictures[n].File);
            var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            if (folders.Add(folder))
                files.CreateDirectory(folder);
            PictureFile.Publish(files, file, Palette is null
                ? PngWriter.Write(Image.Crop(x, y, tiles.Size, tiles.Size))
                : PngWriter.Write(Palette.Crop(x, y, tiles.Size, tiles.Size)));
        }

        foreach (var folder in folders)
            files.SyncDirectory(folder);
    }

    private void Expand(PaletteImage palette)
    {
        _isBehind = false;
        for (int pixel = 0, at = 0; pixel < palette.Indices.Length; pixel++, at += 4)
            palette.Palette.AsSpan(4 * palette.Indices[pixel], 4).CopyTo(image.Pixels.AsSpan(at));
    }
}
