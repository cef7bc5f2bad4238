using System.Collections.Concurrent;
using System.Diagnostics;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Stages;
using Windrow.Core.Tests.Testing;
using Windrow.Core.Traces;

namespace Windrow.Core.Tests.Traces;

public sealed class MessageTraceTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public MessageTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == MessageTraces.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_message_is_one_trace_from_arrival_over_a_queue_and_tries_to_its_product()
    {
        var tries = 0;
        var flow = TestFlow.Flow(
            [new ListSource([TestFlow.Message(1)])],
            TestFlow.Plan(
                "p",
                (new Probe(static (message, output) => output.Emit(message)), null),
                (new Probe((message, output) =>
                {
                    if (Interlocked.Increment(ref tries) == 1)
                        output.Fail(message, Failure.Transient("not now", "wait"));
                    else
                        output.Deliver(message);
                }), new StageOptions())));

        await TestFlow.Run(flow, Services());

        var trace = _spans.ToList();
        trace.Select(static span => span.TraceId.ToHexString()).Distinct().ShouldHaveSingleItem().ShouldBe(new Origin("test", "memory", 1).Id.ToString());
        var arrival = trace.Single(static span => span.Kind == ActivityKind.Consumer);
        arrival.ParentSpanId.ShouldBe(default);
        arrival.GetTagItem("windrow.outcome").ShouldBe("delivered");
        var first = trace.Single(static span => span.DisplayName == "process p/1:probe");
        first.ParentSpanId.ShouldBe(arrival.SpanId);
        var second = trace.Where(static span => span.DisplayName == "process p/2:probe").ToList();
        second.Count.ShouldBe(2);
        second[0].ParentSpanId.ShouldBe(first.SpanId);
        (second[0].Status, second[0].StatusDescription, second[0].GetTagItem("windrow.fate"), second[0].GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, "not now", "retry", "transient"));
        (second[1].Status, second[1].GetTagItem("windrow.attempt"), second[1].ParentSpanId).ShouldBe((ActivityStatusCode.Unset, 2, first.SpanId));
    }

    [Fact]
    public async Task A_dead_letter_is_an_error_of_its_action_and_its_trace()
    {
        var flow = TestFlow.Flow([new ListSource([TestFlow.Message(1)])], TestFlow.Plan("p", (new Probe(static (message, output) => output.Fail(message, Failure.Permanent("odd", null, new InvalidDataException("odd")))), null)));

        await TestFlow.Run(flow, Services());

        _spans.ShouldAllBe(static span => span.Status == ActivityStatusCode.Error);
        var action = _spans.Single(static span => span.Kind == ActivityKind.Internal);
        action.GetTagItem("windrow.fate").ShouldBe("dead-letter");
        action.Events.ShouldHaveSingleItem().Name.ShouldBe("exception");
    }

    [Fact]
    public async Task What_is_made_of_several_leads_to_the_traces_of_all()
    {
        var members = new List<Message>();
        var flow = TestFlow.Flow(
            [new ListSource([TestFlow.Message(1), TestFlow.Message(2), TestFlow.Message(3)])],
            TestFlow.Plan(
                "p",
                (new Probe((message, output) =>
                {
                    members.Add(message);
                    if (members.Count < 3)
                    {
                        output.Hold(message);
                        return;
                    }

                    output.Emit(output.Fold(message, default, MessageKind.Event, Metadata.Empty, Payload.None, new Lineage([.. members.Select(static each => each.Origin)])));
                    foreach (var member in members)
                        output.Absorb(member);
                }), null),
                (new Probe(static (message, output) => output.Deliver(message)), null)));

        await TestFlow.Run(flow, Services());

        var arrivals = _spans.Where(static span => span.Kind == ActivityKind.Consumer).ToList();
        arrivals.Count.ShouldBe(3);
        var product = _spans.Single(static span => span.DisplayName == "process p/2:probe");
        product.Links.Select(static link => link.Context.SpanId).ShouldBe(arrivals.Select(static span => span.SpanId), ignoreOrder: true);
        product.TraceId.ShouldBe(arrivals.Single(each => each.SpanId == product.ParentSpanId).TraceId);
    }

    [Fact]
    public async Task Nobody_is_traced_where_nobody_asks_for_it()
    {
        await TestFlow.Run(TestFlow.Flow([new ListSource([TestFlow.Message(1)])], TestFlow.Plan("p", (new Probe(static (message, output) => output.Deliver(message)), null))));
        _spans.ShouldBeEmpty();
    }

    private static EngineServices Services() => new() { Traces = new MessageTraces() };
}
