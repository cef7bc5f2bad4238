using Windrow.Core.IO;
using Windrow.Maps.Imaging;
using Windrow.Maps.Rendering.Drawing;

namespace Windrow.Maps.Tests.Rendering;

public sealed class PictureFileTests : IDisposable
{
    private readonly RenderScene _scene = new();
    private readonly PhysicalFileSystem _files = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Unfinished_name_is_hidden_beside_the_file_and_always_the_same() =>
        PictureFile.Unfinished("/maps/t2m+012.png").ShouldBe("/maps/.t2m+012.part.png");

    [Fact]
    public void Picture_that_was_written_in_part_is_not_whole()
    {
        var octets = PngWriter.Write(new RasterImage(50, 50));
        for (var length = 0; length <= octets.Length; length++)
        {
            File.WriteAllBytes(PictureFile.Unfinished(_scene["a.png"]), octets[..length]);
            PictureFile.IsWhole(_files, _scene["a.png"], length).ShouldBe(length == octets.Length);
        }
    }

    [Fact]
    public void Published_file_replaces_the_one_before()
    {
        File.WriteAllText(_scene["a.png"], "old");
        PictureFile.Publish(_files, _scene["a.png"], "new"u8);
        File.ReadAllText(_scene["a.png"]).ShouldBe("new");
        _scene.Files.ShouldBe(["a.png"]);
    }

    [Fact]
    public void Discard_removes_the_unfinished_file_only()
    {
        File.WriteAllText(_scene["a.png"], "whole");
        File.WriteAllText(PictureFile.Unfinished(_scene["a.png"]), "begun");
        PictureFile.Discard(_files, _scene["a.png"]);
        PictureFile.Discard(_files, _scene["a.png"]);
        _scene.Files.ShouldBe(["a.png"]);
    }
}
