using Windrow.Core.Configuration;
using Windrow.Core.Stages;

namespace Windrow.Core.Tests.Stages;

public class QueueCapabilityTests
{
    [Theory]
    [InlineData("key: [param]", "keep order within keys")]
    [InlineData("ordered: false", "give up order")]
    [InlineData("priority: urgency", "let urgent messages go before others")]
    public void Stage_that_asks_for_what_a_kind_cannot_is_refused_with_the_kinds_that_can(string stage, string what)
    {
        var kind = new QueueCapabilities(QueueKind.Memory, "poor");
        var set = new OptionSet<StageOptions>("a stage")
            .TextList("key", static o => o.Key, static (o, v) => o.Key = v, "Key.", example: "[a]")
            .Flag("ordered", static o => o.Ordered, static (o, v) => o.Ordered = v, "Ordered.")
            .Text("priority", static o => o.Priority, static (o, v) => o.Priority = v, "Priority.", example: "a")
            .Check((o, report) => kind.Check(o, report));
        var diagnostics = new DiagnosticBag();
        set.Bind((MappingNode)ConfigReader.Read(stage, "flow.yaml", diagnostics)!, diagnostics);
        var finding = diagnostics.Sorted.ShouldHaveSingleItem();
        finding.Rule.ShouldBe(Rules.QueueCannot);
        finding.ToString().ShouldContain($"flow.yaml:1:{stage.IndexOf(':', StringComparison.Ordinal) + 3}");
        finding.ToString().ShouldContain($"a queue of the kind 'poor' cannot {what}");
        finding.ToString().ShouldContain("take one that can: memory, durable");
    }

    [Fact]
    public void Every_kind_has_a_row() =>
        Enum.GetValues<QueueKind>().ShouldAllBe(static kind => QueueCapabilities.Of(kind).Kind == kind);
}
