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
}
