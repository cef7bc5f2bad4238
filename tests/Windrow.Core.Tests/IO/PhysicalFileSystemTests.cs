using Windrow.Core.IO;

namespace Windrow.Core.Tests.IO;

public sealed class PhysicalFileSystemTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-files-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void File_opened_for_appending_can_be_cut_back_to_before_it_was_opened()
    {
        var path = Path.Combine(_directory, "a");
        File.WriteAllText(path, "whole, torn");
        using (var file = new PhysicalFileSystem().OpenWrite(path, append: true))
        {
            file.Truncate(5);
            file.Length.ShouldBe(5);
            file.Write(" again"u8);
        }

        File.ReadAllText(path).ShouldBe("whole again");
    }

    [Fact(Timeout = 30_000)]
    public async Task Links_are_followed_and_one_that_leads_back_ends()
    {
        var (inside, outside) = (Path.Combine(_directory, "in"), Path.Combine(_directory, "out"));
        Directory.CreateDirectory(Path.Combine(inside, "sub"));
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(inside, "sub", "a"), "");
        File.WriteAllText(Path.Combine(outside, "b"), "");
        File.CreateSymbolicLink(Path.Combine(inside, "c"), Path.Combine(outside, "b"));
        Directory.CreateSymbolicLink(Path.Combine(inside, "link"), outside);
        Directory.CreateSymbolicLink(Path.Combine(inside, "sub", "up"), inside);
        Directory.CreateSymbolicLink(Path.Combine(inside, "sub", "up2"), inside);
        Directory.CreateSymbolicLink(Path.Combine(outside, "back"), inside);
        var files = new PhysicalFileSystem();
        var names = await Task.Run(() => files.List(inside, recursive: true).Select(entry => Path.GetRelativePath(inside, entry.Path)), TestContext.Current.CancellationToken);
        names.ShouldBe(["c", "link/b", "sub/a"]);
        files.List(inside).Select(entry => Path.GetRelativePath(inside, entry.Path)).ShouldBe(["c"]);
    }
}
