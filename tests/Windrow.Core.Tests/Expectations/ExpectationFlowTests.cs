using System.Collections.Concurrent;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Expectations;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Sources;
using Windrow.Core.Tests.Testing;
using Windrow.Storage;

namespace Windrow.Core.Tests.Expectations;

/// <summary>Flows that expect something, by a clock that the test moves.</summary>
public sealed class ExpectationFlowTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly string _state = Directory.CreateTempSubdirectory("windrow-test-").FullName;
    private readonly ConcurrentQueue<Metadata> _alarms = new();
    private readonly PushSource _source = new();
    private readonly ConcurrentQueue<long> _delivered = new();
    private System.Action<Message, Output> _work = static (message, output) => output.Emit(message);
    private int _number;
    private FlowHost? _host;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task Silence_is_told_late_then_missing_and_its_end_once_and_names_the_source()
    {
        var host = Start("{every: 15m, within: 8m}");
        await Push();
        await Forward(8);
        _alarms.ShouldBeEmpty();
        await Forward(15);
        var late = await Alarm(1);
        late["state"].ShouldBe("late");
        late["expected"].ShouldBe("2026-01-01T00:15:00Z");
        late["culprit"].ShouldBe("source 'source-0' has brought nothing since 2026-01-01T00:00:00Z");
        late["text"].ShouldBe("plan 'p', expectation 'expect-1' (every 15m within 8m): 2026-01-01T00:15:00Z late, due 2026-01-01T00:23:00Z; source 'source-0' has brought nothing since 2026-01-01T00:00:00Z");
        await Push();
        (await Alarm(2))["state"].ShouldBe("recovered");
        await Forward(15);
        (await Alarm(3))["state"].ShouldBe("late");
        await Forward(7);
        var missing = await Alarm(4);
        (missing["state"], missing["expected"]).ShouldBe(("missing", "2026-01-01T00:30:00Z"));
        await Stop(host);
        _delivered.Count.ShouldBe(2);
        _alarms.Count.ShouldBe(4);
        host.ToldExpectations.Select(static told => (told.State, told.Count)).Order().ShouldBe([(OccurrenceState.Late, 2), (OccurrenceState.Missing, 1), (OccurrenceState.Recovered, 1)]);
    }

    [Fact]
    public async Task State_outlives_the_process_and_what_was_told_is_not_told_again()
    {
        var first = Start("{every: 15m, within: 8m, time: for, late-for: 2h}");
        await Forward(8);
        (await Alarm(1))["state"].ShouldBe("late");
        await Stop(first);

        var source = new PushSource();
        var second = Start("{every: 15m, within: 8m, time: for, late-for: 2h}", source);
        await Rests();
        await Push(source, ("for", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        (await Alarm(2))["state"].ShouldBe("recovered");
        await Stop(second, source);

        var last = new PushSource();
        var third = Start("{every: 15m, within: 8m, time: for, late-for: 2h}", last);
        await Rests();
        await Stop(third, last);
        _alarms.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_missed_while_the_flow_did_not_run_is_told_in_one()
    {
        await Stop(Start("{every: 15m, within: 8m}"));
        _time.Advance(TimeSpan.FromHours(2));
        var source = new PushSource();
        var host = Start("{every: 15m, within: 8m}", source);
        var alarm = await Alarm(1);
        (alarm["state"], alarm["count"], alarm["first"], alarm["culprit"]).ShouldBe(("missing", "8", "2026-01-01T00:00:00Z", "the flow did not run until 2026-01-01T02:00:00Z"));
        await Stop(host, source);
    }

    [Fact]
    public async Task Another_expectation_of_the_name_begins_anew()
    {
        await Stop(Start("{every: 15m, within: 8m}"));
        _time.Advance(TimeSpan.FromHours(2));
        var source = new PushSource();
        var host = Start("{every: 10m, within: 8m}", source);
        await Rests();
        _alarms.ShouldBeEmpty();
        await Stop(host, source);
    }

    [Fact]
    public async Task What_is_kept_of_an_expectation_goes_with_it()
    {
        var host = Start("{every: 15m, within: 8m}");
        await Push();
        await Stop(host);
        Scopes().ShouldBe(["expect/p", "expect/p/expect-1"]);
        var (flow, source) = (Flow("[]", new PushSource()), new PushSource());
        await Stop(new FlowHost(flow with { Sources = TestFlow.Flow([source]).Sources }, Services()), source);
        Scopes().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_action_that_fails_is_to_blame_and_not_the_source()
    {
        _work = static (message, output) => output.Fail(message, Failure.Permanent("no such colour"));
        var host = Start("{every: 15m, within: 8m}");
        await Push();
        await Forward(8);
        (await Alarm(1))["culprit"].ShouldBe("action 1:probe failed at 2026-01-01T00:00:00Z: no such colour");
        await Stop(host);
    }

    [Fact]
    public async Task An_action_whose_tries_go_on_is_to_blame_with_its_reason()
    {
        _work = static (message, output) => output.Fail(message, Failure.Transient("no answer"));
        var host = Start("{every: 15m, within: 8m}", retry: new RetryPolicy(9, TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        await Push();
        await Forward(8);
        var culprit = (await Alarm(1))["culprit"];
        culprit.ShouldStartWith("action 1:probe fails, and has 1 messages to be tried again from 2026-01-01T00:");
        culprit.ShouldEndWith(" on: no answer");
        (await host.DrainAsync(new CancellationToken(canceled: true))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_plan_that_takes_none_of_it_is_to_blame()
    {
        var host = Start("{every: 15m, within: 8m}", filter: Constant.False);
        await Push();
        await Forward(8);
        (await Alarm(1))["culprit"].ShouldBe("source 'source-0' brought messages, the last at 2026-01-01T00:00:00Z, none of which the plan takes");
        await Stop(host);
    }

    [Fact]
    public async Task A_paused_plan_is_to_blame()
    {
        var host = Start("{every: 15m, within: 8m}");
        host.PausePlan("p", on: true);
        await Forward(8);
        (await Alarm(1))["culprit"].ShouldBe("the plan is paused");
        Standings.Of(host, _time.GetUtcNow().UtcDateTime, all: false)[0].Troubles[0].Culprit.ShouldBe("the plan is paused");
        host.PausePlan("p", on: false);
        await Stop(host);
    }

    [Fact]
    public async Task A_reload_keeps_what_is_known_and_takes_another_expectation_up()
    {
        var host = Start("{every: 15m, within: 8m}");
        await Forward(8);
        await Alarm(1);
        (await host.ReloadAsync(Flow("{every: 15m, within: 8m}", _source))).ShouldBeEmpty();
        await Rests();
        _alarms.Count.ShouldBe(1);
        (await host.ReloadAsync(Flow("{every: 10m, within: 1m, name: other}", _source))).ShouldBeEmpty();
        await Forward(3);
        (await Alarm(2))["expectation"].ShouldBe("other");
        await Stop(host);
    }

    [Fact]
    public async Task A_flow_whose_sources_end_ends_and_judges_what_came_last()
    {
        var source = new ListSource([TestFlow.Message(1)]);
        var host = new FlowHost(Flow("{every: 15m, within: 8m}", source), Services(), once: true);
        host.Start();
        await host.SourcesEnded().WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        _alarms.ShouldBeEmpty();
        _delivered.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_plan_for_notifications_it_is_known_all_the_same_and_nothing_is_unmatched()
    {
        var flow = Flow("{every: 15m, within: 8m}", _source);
        var host = _host = new FlowHost(flow with { Plans = [flow.Plans[0]] }, Services());
        host.Start();
        await Forward(8);
        while (host.ToldExpectations.Count == 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        host.Counts().Unmatched.ShouldBe(0);
        Standings.Of(host, _time.GetUtcNow().UtcDateTime, all: false)[0].Latest!.State.ShouldBe(OccurrenceState.Late);
        await Stop(host);
    }

    private IReadOnlyList<string> Scopes()
    {
        using var reader = Services().States!.Look(_state);
        return reader.Scopes("expect/");
    }

    private EngineServices Services() => new() { Time = _time, States = new SqliteStates(new EngineServices().Files, _time) };

    private FlowHost Start(string expect, PushSource? source = null, RetryPolicy? retry = null, Filter? filter = null)
    {
        _host = new FlowHost(Flow(expect, source ?? _source, retry, filter), Services());
        _host.Start();
        return _host;
    }

    private FlowDefinition Flow(string expect, Source source, RetryPolicy? retry = null, Filter? filter = null)
    {
        var diagnostics = new DiagnosticBag();
        var expectations = ExpectationReader.Read(ConfigReader.Read(expect, "flow.yaml", diagnostics), "p", "/", diagnostics);
        diagnostics.ToString().ShouldBe("");
        var sink = new Probe(
            (message, output) =>
            {
                _delivered.Enqueue(message.Number());
                output.Deliver(message);
            },
            terminal: true);
        var alarm = new Probe(
            (message, output) =>
            {
                message.Kind.ShouldBe(MessageKind.Notification);
                _alarms.Enqueue(message.Metadata);
                output.Deliver(message);
            },
            terminal: true);
        var work = new Probe((message, output) => _work(message, output));
        var plan = TestFlow.Plan("p", filter ?? Constant.True, (work, null), (sink, null)) with { Expectations = expectations };
        if (retry is not null)
            plan = plan with { Retry = retry };
        var flow = TestFlow.Flow([source], plan, TestFlow.Plan("alarm", (alarm, null)) with { Takes = PlanInput.Notifications });
        return flow with { Sources = [.. flow.Sources, ExpectationSource.Definition], StateDirectory = _state };
    }

    private Task Push() => Push(_source);

    private async Task Push(PushSource source, params (string, MetadataValue)[] metadata)
    {
        var message = TestFlow.Message(++_number, metadata);
        await source.Push(message);
    }

    // The source of expectations waits for its next look before the clock is moved.
    private Task Rests() => Until(() => _host!.Expectations.RestsSince == _time.GetUtcNow().UtcDateTime);

    private async Task Forward(int minutes)
    {
        for (var i = 0; i < minutes; i++)
        {
            await Rests();
            _time.Advance(Minute);
        }
    }

    private async Task<Dictionary<string, string>> Alarm(int number)
    {
        await Until(() => _alarms.Count >= number);
        return _alarms.ElementAt(number - 1).ToDictionary(static entry => entry.Key.Name, static entry => entry.Value.ToString());
    }

    private async Task Stop(FlowHost host, PushSource? source = null)
    {
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        (source ?? _source).End();
    }
}
