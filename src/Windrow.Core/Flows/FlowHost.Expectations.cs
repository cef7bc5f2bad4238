using Windrow.Core.Expectations;
using Windrow.Core.Plans;

namespace Windrow.Core.Flows;

/// <content>What the flow's plans expect.</content>
public sealed partial class FlowHost
{
    /// <summary>The flow's expectations, and what came of them.</summary>
    internal ExpectationBoard Expectations { get; }

    /// <summary>Whether any plan expects anything.</summary>
    internal bool HasExpectations { get; private set; }

    /// <summary>Whether any plan takes notifications.</summary>
    internal bool TakesNotifications => Definition.Plans.Any(static plan => plan.Takes == PlanInput.Notifications);

    /// <summary>How often each state of an expectation was told in this run.</summary>
    public IReadOnlyList<(string Plan, string Expectation, OccurrenceState State, long Count)> ToldExpectations => Expectations.Told;

    /// <summary>Completes when every source but the engine's own has come to its end.</summary>
    internal async Task OtherSourcesEnded()
    {
        static bool IsUnderWay(SourceRunner runner) => !runner.Definition.IsBuiltIn && !runner.Completion.IsCompleted;
        while (Array.Exists(_runners.ToArray(), IsUnderWay))
            await Task.WhenAll(_runners.ToArray().Where(IsUnderWay).Select(static runner => runner.Completion)).ConfigureAwait(false);
    }

    private void Expect(FlowDefinition definition)
    {
        HasExpectations = definition.Plans.Any(static plan => plan.Expectations.Count > 0);
        if (HasExpectations || Expectations.Books.Count > 0)
            Expectations.Use(definition);
        if (Store.IsOpen)
            Expectations.ForgetOthers(definition);
    }
}
