using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Telemetry;

/// <summary>Traces as a collector gets them from the program.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly OtlpReceiver _collector = new();

    public TraceTests()
    {
        _scratch.Write("in.jsonl", """
            {"n": 1, "token": "hidden"}
            {"n": 2}

            """);
        _scratch.Write("flow.yaml", """
            flow: traced
            sources:
              - {type: lines, name: events, path: in.jsonl}
            plans:
              - name: p
                actions:
                  - {type: set, values: {seen: true}}
                  - {type: set, values: {stored: true}, stage: {queue: durable}}
                  - {type: publish, path: out.jsonl}
            """);
    }

    public void Dispose()
    {
        _collector.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Messages_are_traces_from_arrival_to_product()
    {
        using var run = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--once"],
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{_collector.Port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-scope=station"), ("OTEL_SERVICE_NAME", "receiver"), ("OTEL_RESOURCE_ATTRIBUTES", "site=Offenbach"));
        (await run.Ended()).ShouldEndWith(0).Error.ShouldNotContain("traces");

        _collector.Resource["service.name"].ShouldBe("receiver");
        _collector.Resource["site"].ShouldBe("Offenbach");
        _collector.Headers["x-scope"].ShouldBe("station");
        var traces = _collector.Spans.GroupBy(static span => span.Trace).ToList();
        traces.Count.ShouldBe(2);
        foreach (var trace in traces)
        {
            var spans = trace.OrderBy(static span => span.Start).ToList();
            spans.Select(static span => span.Name).ShouldBe(["receive events", "process p/1:set", "process p/2:set", "process p/3:publish"]);
            spans[0].Parent.ShouldBeEmpty();
            spans[1].Parent.ShouldBe(spans[0].Id);
            spans[0].Attributes["windrow.outcome"].ShouldBe("stored");
            spans.ShouldAllBe(static span => span.End >= span.Start && span.Status == 0);
            spans.SelectMany(static span => span.Attributes.Values).ShouldAllBe(static value => !value.Contains("hidden"));
        }
    }

    [Fact]
    public async Task Demo_is_traced_too_and_a_mean_leads_to_its_fields()
    {
        using var demo = WindrowProcess.Start(_scratch.Path, ["demo", "statistics"], ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{_collector.Port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_MAX_QUEUE_SIZE", "100000"));
        (await demo.Ended()).ShouldEndWith(0);
        _collector.Spans.Count(static span => span.Name == "process daily-means/3:encode" && span.Links.Count == 24).ShouldBe(20);
    }

    [Fact]
    public async Task What_is_done_after_a_restart_is_in_the_trace_of_what_was_done_before()
    {
        _scratch.Write("flow.yaml", """
            flow: traced
            sources:
              - {type: lines, name: events, path: in.jsonl}
            plans:
              - name: p
                actions:
                  - {type: set, values: {stored: true}}
                  - {type: publish, path: out/all.jsonl, stage: {queue: durable}}
            """);
        _scratch.Write("out", "in the way of the directory");
        (string, string)[] environment = [("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{_collector.Port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "50")];
        using (var first = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml"], environment))
        {
            await first.Until(() => _collector.Spans.Count(static span => span.Status == 2) >= 2, "both messages have failed");
            first.Signal(9);
            await first.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var before = _collector.Spans.Select(static span => span.Trace).ToHashSet();
        before.Count.ShouldBe(2);
        _collector.Spans.Clear();
        File.Delete(_scratch["out"]);
        using var second = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--once"], environment);
        (await second.Ended()).ShouldEndWith(0);
        _collector.Spans.Where(static span => span.Name == "process p/2:publish").Select(static span => span.Trace).ShouldBe(before, ignoreOrder: true);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    [InlineData("OTEL_TRACES_SAMPLER", "always_off")]
    public async Task Nothing_is_sent_where_the_environment_says_so(string name, string value)
    {
        using var run = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--once"], ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{_collector.Port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), (name, value));
        (await run.Ended()).ShouldEndWith(0);
        _collector.Spans.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_told_once_and_the_flow_does_its_work()
    {
        using var run = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--once"], ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "1000"));
        var ended = (await run.Ended()).ShouldEndWith(0).ShouldTellInOneScreen();
        ended.ErrorLines.Count(static line => line.Contains("traces cannot be sent", StringComparison.Ordinal)).ShouldBe(1, ended.Error);
        File.Exists(_scratch["out.jsonl"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("OTEL_TRACES_EXPORTER", "zipkin", "otlp or none")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost", "http://localhost:4318")]
    public async Task Variables_that_mean_nothing_are_told(string name, string value, string told)
    {
        using var run = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--once"], (name, value));
        (await run.Ended()).ShouldEndWith(3).Error.ShouldContain(told);
    }
}
