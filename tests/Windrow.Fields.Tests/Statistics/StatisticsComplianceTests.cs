using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Testing.Compliance;

namespace Windrow.Fields.Tests.Statistics;

/// <summary>Windows of four samples, two series of them, which are open when the flow is stopped in their midst.</summary>
public sealed class StatisticsComplianceTests : ActionCompliance
{
    protected override string Yaml => "type: statistics\noutput-frequency: 1d\noperations: [average, maximum]\noptions: {step-frequency: 6}";

    protected override string OrderedWithin => "paramId";

    protected override int Count => 24;

    protected override void Register(PlugInCatalog catalog) => catalog.AddFields();

    protected override Message NewMessage(int number) => MessageOf(
        number,
        Metadata.From(
            ("startDate", 20240228L), ("startTime", 0L), ("step", 6L * (1 + (number / 2))), ("paramId", 167L + (number % 2)), ("level", 0L), ("levtype", "sfc"), ("gridType", "regular_ll")),
        FieldPayload.Copy([number, 2.0 * number, -number]), MessageKind.Field);
}
