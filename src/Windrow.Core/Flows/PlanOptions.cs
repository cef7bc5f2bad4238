using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Expectations;
using Windrow.Core.Plans;

namespace Windrow.Core.Flows;

/// <summary>One plan of a flow file.</summary>
public sealed class PlanOptions
{
    public static readonly OptionSet<PlanOptions> Set = new OptionSet<PlanOptions>("a plan")
        .Text("name", static o => o.Name, static (o, v) => o.Name = v, "Name of the plan, unique in the flow.", example: "daily-sst")
        .Flag("enable", static o => o.Enable, static (o, v) => o.Enable = v, "False: the plan is checked but not run.")
        .Nested("retry", RetryOptions.Set, static (o, v) => o.Retry = v, "How often a message is tried when an error may pass.")
        .Node("on-error", static (o, v) => o.OnError = v, "What becomes of a message that an action cannot work on: 'dead-letter' (unless given), 'drop', 'abort', which stops the flow, or a number of tries and what comes then. An action may have an 'on-error' of its own.", example: "{retry: 3, then: drop}")
        .Choice("takes", static o => o.Takes, static (o, v) => o.Takes = v, "What the plan gets: the messages of the sources; what plans hand back with 'submit'; both, 'all'; or the notifications of the flow's expectations and nothing else.", [("messages", PlanInput.Messages), ("submissions", PlanInput.Submissions), ("all", PlanInput.All), ("notifications", PlanInput.Notifications)])
        .TextList("after", static o => o.After, static (o, v) => o.After = v, "The plan takes only what these plans hand back with 'submit'.", example: "[geotiff, mask]")
        .Node("join", static (o, v) => o.Join = v, "With several plans in 'after': the plan begins when something has come from each of them with equal values of these metadata keys, and gets one message that tells about the set. A mapping has 'key', and other options of 'collect' beside it.", example: "{key: [datasetId], deadline: 6h}")
        .Node("expect", static (o, v) => o.Expect = v, "What is to come of the plan, and when: a mapping, or a list of them. What is late, short, missing or twice is told.", example: "{every: 15min, within: 8min}", schema: ExpectationReader.WriteSchema)
        .Node("actions", static (o, v) => o.Actions = v, "The chain of actions; its leading selects decide which messages the plan takes.", required: true, example: "[{type: select, match: {param: [sst]}}, {type: null}]", schema: FlowSchema.ListOf("action"));

    public string? Name { get; set; }

    public bool Enable { get; set; } = true;

    public RetryOptions Retry { get; set; } = new();

    public ConfigNode? Actions { get; set; }

    public PlanInput Takes { get; set; }

    public ConfigNode? Expect { get; set; }

    public IReadOnlyList<string> After { get; set; } = [];

    public ConfigNode? Join { get; set; }

    public ConfigNode? OnError { get; set; }

    /// <summary>The retry policy as configured; it can be said in words.</summary>
    public sealed class RetryOptions
    {
        public static readonly OptionSet<RetryOptions> Set = new OptionSet<RetryOptions>("retry")
            .Integer("attempts", static o => o.Attempts, static (o, v) => o.Attempts = (int)v, "Tries in all, the first included.", min: 1, max: 1_000_000)
            .Duration("first-delay", static o => o.FirstDelay, static (o, v) => o.FirstDelay = v, "Wait before the second try; it doubles with every further one.")
            .Duration("maximum-delay", static o => o.MaximumDelay, static (o, v) => o.MaximumDelay = v, "No wait is longer.")
            .Check(static (o, report) =>
            {
                if (o.FirstDelay > o.MaximumDelay)
                    report.Error("first-delay", "the first wait is longer than the longest", "make 'first-delay' shorter or 'maximum-delay' longer");
            });

        public int Attempts { get; set; } = RetryPolicy.Transient.Attempts;

        public TimeSpan FirstDelay { get; set; } = RetryPolicy.Transient.FirstDelay;

        public TimeSpan MaximumDelay { get; set; } = RetryPolicy.Transient.MaximumDelay;

        public RetryPolicy ToPolicy() => new(Attempts, FirstDelay, MaximumDelay);
    }
}
