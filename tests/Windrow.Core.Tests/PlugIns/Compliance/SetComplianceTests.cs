using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Core.Tests.PlugIns.Compliance;

public sealed class SetComplianceTests : ActionCompliance
{
    protected override string Yaml => "type: set\nvalues: {expver: test}\ncompose: {title: \"number {number}\"}";

    protected override void Register(PlugInCatalog catalog)
    {
    }
}
