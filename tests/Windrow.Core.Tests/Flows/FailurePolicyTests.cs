using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Plans;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Flows;

public class FailurePolicyTests
{
    private static readonly RetryPolicy AtOnce = new(5, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2));

    private int _tries;

    private Probe Failing(ErrorClass error) => new(
        (message, output) =>
        {
            Interlocked.Increment(ref _tries);
            output.Fail(message, new Failure(error, "no good"));
        },
        concurrent: true, terminal: true);

    [Theory]
    [InlineData(ErrorClass.Permanent, null, 1)]
    [InlineData(ErrorClass.Transient, null, 5)]
    [InlineData(ErrorClass.Transient, 0, 1)]
    [InlineData(ErrorClass.Transient, 2, 3)]
    [InlineData(ErrorClass.Permanent, 2, 1)]
    public async Task A_message_is_tried_as_often_as_on_error_says_and_then_dropped(ErrorClass error, int? retries, int tries)
    {
        var host = await Run(Failing(error), new FailurePolicy(FailureEnd.Drop, retries));
        _tries.ShouldBe(tries);
        host.Counts().Dropped.ShouldBe(1);
        host.Counts().Dead.ShouldBe(0);
        host.Services.DeadLetters.Count.ShouldBe(0);
        host.Plans()[0].Actions[0].Counters.Dropped.ShouldBe(1);
        host.Plans()[0].Actions[0].Counters.Dead.ShouldBe(0);
    }

    [Fact]
    public async Task An_action_may_say_otherwise_than_its_plan()
    {
        var host = await Run(Failing(ErrorClass.Permanent), new FailurePolicy(FailureEnd.Drop), FailurePolicy.Default);
        host.Counts().Dead.ShouldBe(1);
    }

    [Fact]
    public async Task Abort_stops_the_flow_says_why_and_leaves_the_message_unfinished()
    {
        var source = new ListSource([TestFlow.Message(1)]);
        var host = new FlowHost(Flow(source, Failing(ErrorClass.Permanent), new FailurePolicy(FailureEnd.Abort), null), new EngineServices(), once: true);
        host.Start();
        await host.Broken.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        host.AbortReason!.ShouldContain("p/1:probe: ");
        host.AbortReason!.ShouldEndWith(": no good");
        (await host.DrainAsync(new CancellationToken(canceled: true))).ShouldBeFalse();
        source.Deliveries.ShouldBeEmpty();
        host.Counts().Dead.ShouldBe(0);
    }

    [Theory]
    [InlineData("dead-letter", FailureEnd.DeadLetter, null)]
    [InlineData("drop", FailureEnd.Drop, null)]
    [InlineData("abort", FailureEnd.Abort, null)]
    [InlineData("{retry: 3}", FailureEnd.DeadLetter, 3)]
    [InlineData("{retry: 0, then: abort}", FailureEnd.Abort, 0)]
    public void On_error_is_a_word_or_a_mapping(string text, FailureEnd end, int? retries)
    {
        var plan = FlowText.TryRead($"plans: [{{name: p, on-error: {text}, actions: [{{type: print, on-error: drop}}, {{type: null}}]}}]", out var diagnostics)!.Plans[0];
        diagnostics.ToString().ShouldBe("");
        plan.OnError.ShouldBe(new FailurePolicy(end, retries));
        plan.All[0].OnError.ShouldBe(new FailurePolicy(FailureEnd.Drop));
        plan.All[1].OnError.ShouldBeNull();
    }

    [Theory]
    [InlineData("ignore", "flow.yaml:1:29: error WR2005: 'on-error' does not take the text 'ignore'; write dead-letter, drop, abort, or for example {retry: 3, then: drop}")]
    [InlineData("retry", "say how often: on-error: {retry: 3}")]
    [InlineData("[drop]", "error WR2003: 'on-error' does not take a list")]
    [InlineData("{retry: -1}", "'retry' does not take the whole number -1")]
    [InlineData("{retri: 1}", "did you mean 'retry'?")]
    public void Another_word_is_told_with_those_there_are(string text, string finding)
    {
        FlowText.TryRead($"plans: [{{name: p, on-error: {text}, actions: [{{type: null}}]}}]", out var diagnostics).ShouldBeNull();
        diagnostics.ToString().ShouldContain(finding);
    }

    private static FlowDefinition Flow(ListSource source, Probe action, FailurePolicy plan, FailurePolicy? own) => TestFlow.Flow(
        [source],
        new PlanDefinition("p", Constant.True, [], [new ActionDefinition("probe", 1, null, SourceLocation.None, () => action) { OnError = own }], AtOnce, "p", SourceLocation.None) { OnError = plan });

    private static Task<FlowHost> Run(Probe action, FailurePolicy plan, FailurePolicy? own = null) =>
        TestFlow.Run(Flow(new ListSource([TestFlow.Message(1)]), action, plan, own));
}
