using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Core.Tests.PlugIns.Compliance;

/// <summary>Files of several messages each.</summary>
public sealed class WatchComplianceTests : SourceCompliance
{
    protected override string Yaml => "type: watch\npath: incoming\npattern: \"{name}.jsonl\"\nread: lines\nquiet: 0s";

    protected override int Count => 24;

    protected override void Register(PlugInCatalog catalog)
    {
    }

    protected override void MakeInput()
    {
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "incoming"));
        for (var file = 0; file < 4; file++)
            File.WriteAllLines(Path.Combine(Directory, $"incoming/file{file}.jsonl"), Enumerable.Range(0, Count / 4).Select(number => $"{{\"file\": {file}, \"number\": {number}}}"));
    }

    protected override int AddPoison()
    {
        File.AppendAllText(Path.Combine(Directory, "incoming/file1.jsonl"), "this is no JSON\n");
        return 1;
    }
}
