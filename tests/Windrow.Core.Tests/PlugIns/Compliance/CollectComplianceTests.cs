using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Core.Tests.PlugIns.Compliance;

/// <summary>Sets of four, which are open when the flow is stopped in their midst.</summary>
public sealed class CollectComplianceTests : ActionCompliance
{
    protected override string Yaml => "type: collect\nkey: [slot]\nmember: [segment]\nall: {segment: [0, 1, 2, 3]}\ndeadline: 1h";

    protected override void Register(PlugInCatalog catalog)
    {
    }

    protected override Message NewMessage(int number) =>
        MessageOf(number, Metadata.From(("slot", (long)(number / 4)), ("segment", (long)(number % 4))), Payload.None);
}
