using Windrow.Core.Chains;
using Windrow.Core.Plans;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Chains;

public sealed class ChainGraphTests
{
    [Fact]
    public void Plans_come_to_their_end_behind_those_that_lead_to_them() =>
        Order(Plan("c", submits: [], after: ["a", "b"]), Plan("a", submits: []), Plan("d", after: ["c"]), Plan("b", submits: [], after: ["a"]), Plan("alone")).ShouldBe("a alone | b | c | d");

    [Fact]
    public void Circle_comes_as_a_whole_behind_what_leads_into_it() =>
        Order(Plan("end", after: ["y"]), Plan("x", submits: ["y"], after: ["y", "begin"]), Plan("y", submits: ["x", "end"], after: ["x"]), Plan("begin", submits: ["x"])).ShouldBe("begin | x y | end");

    [Fact]
    public void Plan_that_hands_back_to_itself_is_in_a_circle()
    {
        var (board, plain) = (Plan("board", submits: []) with { Takes = PlanInput.All }, Plan("plain"));
        var graph = new ChainGraph([board, plain]);
        (graph.IsInCircle(board), graph.IsInCircle(plain)).ShouldBe((true, false));
        (graph.IsSubmittedTo(board), graph.IsSubmittedTo(plain)).ShouldBe((true, false));
    }

    [Fact]
    public void Plan_that_takes_what_sources_bring_gets_what_is_handed_to_it_by_name_only()
    {
        ChainGraph.Leads(Plan("a", submits: []), Plan("b")).ShouldBeFalse();
        ChainGraph.Leads(Plan("a", submits: ["b"]), Plan("b")).ShouldBeTrue();
        ChainGraph.Leads(Plan("a", submits: ["b"]), Plan("b") with { Takes = PlanInput.Notifications }).ShouldBeFalse();
    }

    private static string Order(params PlanDefinition[] plans) => string.Join(" | ", new ChainGraph(plans).Order().Select(static group => string.Join(' ', group.Select(static plan => plan.Name))));

    private static PlanDefinition Plan(string name, string[]? submits = null, string[]? after = null)
    {
        var plan = TestFlow.Plan(name, (new Probe(static (message, output) => output.Deliver(message), terminal: true), null));
        return plan with
        {
            Sinks = [plan.Sinks[0] with { SubmitsTo = submits }],
            After = after ?? [],
            Takes = after is null ? PlanInput.Messages : PlanInput.Submissions,
        };
    }
}
