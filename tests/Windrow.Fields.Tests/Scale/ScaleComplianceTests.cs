using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Fields.Tests.Scale;

/// <summary>Fields of both precisions.</summary>
public sealed class ScaleComplianceTests : ActionCompliance
{
    protected override string Yaml => "type: scale\nfactor: 2\noffset: 1";

    protected override void Register(PlugInCatalog catalog) => catalog.AddFields();

    protected override Message NewMessage(int number) => MessageOf(
        number, Metadata.From(("paramId", 167L), ("step", (long)number)),
        number % 2 == 0 ? FieldPayload.Copy([number, -1.5, 1e30]) : FieldPayload.Copy([number, -1.5f]), MessageKind.Field);
}
