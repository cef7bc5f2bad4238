using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Core.Tests.PlugIns.Compliance;

public sealed class SelectComplianceTests : ActionCompliance
{
    protected override string Yaml => "type: select\nmatch: {number: [1, 2, 3, 11]}";

    protected override void Register(PlugInCatalog catalog)
    {
    }
}
