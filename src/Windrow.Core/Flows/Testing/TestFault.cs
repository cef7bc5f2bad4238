using Windrow.Core.Configuration;
using Windrow.Core.Errors;

namespace Windrow.Core.Flows.Testing;

/// <summary>An action that fails on purpose: <c>{action: upload, times: 2, class: transient}</c>.</summary>
public sealed class TestFault
{
    private static readonly (string, ErrorClass)[] Classes =
        [("transient", ErrorClass.Transient), ("permanent", ErrorClass.Permanent), ("waiting", ErrorClass.Waiting), ("fault", ErrorClass.Fault)];

    public static readonly OptionSet<TestFault> Set = new OptionSet<TestFault>("a fault")
        .Text("action", static o => o.Action, static (o, v) => o.Action = v, "The action or sink: its 'name', its type, or its number and type as reports have it.", required: true, example: "upload")
        .Text("plan", static o => o.Plan, static (o, v) => o.Plan = v, "Only in this plan.", example: "daily")
        .Integer("times", static o => o.Times, static (o, v) => o.Times = v, "How many tries fail; then it works again. Not together with 'for'.", min: 1, example: "2")
        .Duration("after", static o => o.After, static (o, v) => o.After = v, "From this time on, counted from the start of the test.")
        .Duration("for", static o => o.For, static (o, v) => o.For = v, "Every try fails for this long.", example: "10m")
        .Choice("class", static o => o.Class, static (o, v) => o.Class = v, "The class of the error, which decides what happens next: 'fault' makes the plug-in throw.", Classes)
        .Text("reason", static o => o.Reason, static (o, v) => o.Reason = v, "What the error says.")
        .Node("metadata", static (o, v) => o.Metadata = v as MappingNode, "Only for messages with these values.", example: "{step: 6}", schema: TestSchema.Object)
        .Check(static (o, report) =>
        {
            o.Location = report.Mapping.Location;
            if (o.Times is not null && o.For is not null)
                report.Error("for", "'times' and 'for' exclude each other", "leave one of them out");
        });

    public string Action { get; set; } = "";

    public string? Plan { get; set; }

    /// <summary>Null: once, or as long as <see cref="For"/> says.</summary>
    public int? Times { get; set; }

    public TimeSpan After { get; set; }

    public TimeSpan? For { get; set; }

    public ErrorClass Class { get; set; } = ErrorClass.Transient;

    public string Reason { get; set; } = "the test lets it fail";

    public MappingNode? Metadata { get; set; }

    public SourceLocation Location { get; private set; } = SourceLocation.None;
}
