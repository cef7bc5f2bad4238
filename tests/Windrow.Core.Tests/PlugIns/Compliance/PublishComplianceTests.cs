using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Core.Tests.PlugIns.Compliance;

public sealed class PublishComplianceTests : SinkCompliance
{
    protected override string Yaml => "type: publish\npath: out/products.jsonl";

    protected override void Register(PlugInCatalog catalog)
    {
    }
}
