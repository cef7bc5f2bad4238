using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public class PeerFileTests
{
    [Theory]
    [InlineData("multio", ConfigDialect.Multio)]
    [InlineData("arkimaps", ConfigDialect.Yaml11)]
    public void Files_of_peers_are_read_without_errors(string peer, ConfigDialect dialect)
    {
        var files = Find(peer);
        foreach (var file in files)
        {
            var diagnostics = new DiagnosticBag();
            ConfigReader.Read(File.ReadAllBytes(file), file, diagnostics, dialect).ShouldNotBeNull(diagnostics.ToString());
            diagnostics.HasErrors.ShouldBeFalse(diagnostics.ToString());
        }
    }

    private static string[] Find(string peer)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "windrow.slnx")))
                continue;
            foreach (var shared in new[] { "../shared", "../../shared" })
            {
                var data = Path.Combine(folder.FullName, shared, "data", peer);
                if (!Directory.Exists(data))
                    continue;
                var files = Directory.GetFiles(data, "*.yaml", SearchOption.AllDirectories);
                if (files.Length > 0)
                    return files;
            }
        }
        Assert.Skip($"there are no files of {peer} beside the repository");
        return [];
    }
}
