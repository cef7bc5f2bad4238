using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.Flows.Testing;

/// <summary>One test of a flow, as its file declares it under <c>tests</c>.</summary>
public sealed class FlowTest
{
    public static readonly OptionSet<FlowTest> Set = new OptionSet<FlowTest>("a test")
        .Text("name", static o => o.Name, static (o, v) => o.Name = v, "What the test is about, in a few words.", required: true, example: "warm readings are published")
        .Parsed("at", static o => TimeText.Format(o.At), static (o, v) => TestTime.Read(v, at => o.At = at), "What the clock says at the start, UTC. It stands still but for 'advance' and 'at' under 'given', and at the end.", example: "2026-01-01T00:00:00Z")
        .ListOf("given", TestStep.Set, static (o, v) => o.Given = v, "What happens, in this order: messages and files come, time passes, the flow starts again.", example: "[{source: readings, metadata: {t: 25}}]")
        .ListOf("fail", TestFault.Set, static (o, v) => o.Fail = v, "Actions that fail on purpose.", example: "[{action: upload, times: 2}]")
        .ListOf("expect", TestExpectation.Set, static (o, v) => o.Expect = v, "What has to have come of it, once the flow has ended.", example: "[{plan: warm, messages: [{metadata: {t: 25}}]}]")
        .Choice("end", static o => o.End, static (o, v) => o.End = v, "How the flow ends before 'expect' is looked at: 'drain' as when all input has come, so that sets and windows end too and retries are made, 'stop' as by SIGTERM.", [("drain", TestEnd.Drain), ("stop", TestEnd.Stop)])
        .Check(static (o, report) =>
        {
            o.Location = report.Mapping.Location;
            if (o.Expect.Count == 0 && !o.Given.Any(static step => step.Expect.Count > 0))
                report.Error("expect", "the test expects nothing, so it cannot fail", "write for example 'expect: [{plan: NAME, count: 1}]'");
        });

    public string Name { get; set; } = "";

    /// <summary>UTC.</summary>
    public DateTime At { get; set; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public IReadOnlyList<TestStep> Given { get; set; } = [];

    public IReadOnlyList<TestFault> Fail { get; set; } = [];

    public IReadOnlyList<TestExpectation> Expect { get; set; } = [];

    public TestEnd End { get; set; }

    /// <summary>Where it stands in the file.</summary>
    public SourceLocation Location { get; private set; } = SourceLocation.None;

    /// <summary>All that it expects, at any time.</summary>
    public IEnumerable<TestExpectation> Expectations => Given.SelectMany(static step => step.Expect).Concat(Expect);
}
