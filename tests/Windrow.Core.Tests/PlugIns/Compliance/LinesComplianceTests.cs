using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Core.Tests.PlugIns.Compliance;

public sealed class LinesComplianceTests : SourceCompliance
{
    protected override string Yaml => "type: lines\npath: input.jsonl";

    protected override int Count => 40;

    protected override void Register(PlugInCatalog catalog)
    {
    }

    protected override void MakeInput() => File.WriteAllLines(Path.Combine(Directory, "input.jsonl"), Enumerable.Range(0, Count).Select(static number => $"{{\"number\": {number}}}"));

    protected override int AddPoison()
    {
        File.AppendAllText(Path.Combine(Directory, "input.jsonl"), "\nthis is no JSON\n[1]\n");
        return 2;
    }
}
