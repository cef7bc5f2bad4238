using System.Text.Json;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;

namespace Windrow.Events.Tests;

/// <summary>The <c>post</c> sink against a real web server on loopback.</summary>
public sealed class PostSinkTests
{
    private readonly ManualTime _time = new();
    private readonly DeadLetterList _letters = new();
    private readonly EngineServices _services;

    public PostSinkTests() => _services = new EngineServices { Time = _time, DeadLetters = _letters };

    [Fact]
    public async Task Message_is_sent_with_its_id_and_metadata()
    {
        using var server = new WebServer(static _ => (200, ""));
        await ToEnd(server.Port, "headers: {X-Station: \"10384\", Content-Type: application/ld+json}", [TestFlow.Message(7, ("param", "2t"))]);
        var (method, headers, body) = server.Requests.ShouldHaveSingleItem();
        method.ShouldBe("POST");
        headers["X-Station"].ToString().ShouldBe("10384");
        headers["Content-Type"].ToString().ShouldBe("application/ld+json");
        using var json = JsonDocument.Parse(body);
        json.RootElement.GetProperty("id").GetString().ShouldBe(headers["Idempotency-Key"]);
        json.RootElement.GetProperty("metadata").GetProperty("param").GetString().ShouldBe("2t");
        json.RootElement.GetProperty("metadata").GetProperty("number").GetInt64().ShouldBe(7);
    }

    [Fact]
    public async Task Payload_is_sent_as_it_is_and_one_without_octets_is_a_dead_letter()
    {
        using var server = new WebServer(static _ => (201, ""));
        var message = new Message(MessageKind.Event, Metadata.Empty, BytesPayload.Copy([1, 2, 3]), new Origin("test", "memory", 1));
        await ToEnd(server.Port, "put: true\ncontent: payload", [message, TestFlow.Message(2)]);
        var (method, _, body) = server.Requests.ShouldHaveSingleItem();
        method.ShouldBe("PUT");
        body.ShouldBe([1, 2, 3]);
        _letters.List().ShouldHaveSingleItem().Failure.Reason.ShouldContain("no octets");
    }

    [Fact]
    public async Task Refusal_is_a_dead_letter_at_once_with_what_the_host_says()
    {
        using var server = new WebServer(static _ => (422, "no such\n station"));
        await ToEnd(server.Port, "", [TestFlow.Message(1)]);
        server.Requests.Count.ShouldBe(1);
        var failure = _letters.List().ShouldHaveSingleItem().Failure;
        failure.Class.ShouldBe(ErrorClass.Permanent);
        failure.Reason.ShouldContain("422");
        failure.Reason.ShouldEndWith(": no such station");
    }

    [Fact]
    public async Task Error_of_the_server_is_tried_again()
    {
        using var server = new WebServer(static number => number < 3 ? (500, "boom") : (200, ""));
        await ToEnd(server.Port, "", [TestFlow.Message(1)]);
        server.Requests.Count.ShouldBe(3);
        server.Requests.Select(static request => request.Headers["Idempotency-Key"]).Distinct().Count().ShouldBe(1);
        _letters.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task Host_that_is_down_is_left_alone_by_all_plans_and_nothing_is_lost()
    {
        var port = WebServer.FreePort();
        using var host = new FlowHost(Flow(port, "", [.. Enumerable.Range(0, 5).Select(static number => TestFlow.Message(number))], plans: 2), _services, once: true);
        host.Start();
        await Until(() => _services.Outside.All is [{ IsReachable: false }]);
        var down = _services.Outside.All[0];
        down.Name.ShouldBe($"127.0.0.1:{port}");
        down.Reason.ShouldNotBeNull().ShouldContain("cannot be reached");
        down.Until.ShouldNotBeNull().ShouldBeGreaterThan(down.Since);

        // Longer than any number of tries would last.
        for (var minute = 0; minute < 60; minute++)
            _time.Advance(TimeSpan.FromMinutes(1));
        _letters.List().ShouldBeEmpty();

        using var server = new WebServer(static _ => (200, ""), port);
        await Until(() => server.Requests.Count == 10);
        _services.Outside.All.ShouldHaveSingleItem().IsReachable.ShouldBeTrue();
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        _letters.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task Host_that_says_that_it_cannot_serve_is_asked_less_and_less()
    {
        using var server = new WebServer(static _ => (503, "maintenance"));
        using var host = new FlowHost(Flow(server.Port, "", [TestFlow.Message(1)]), _services, once: true);
        host.Start();
        await Until(() => _services.Outside.All is [{ IsReachable: false }]);
        var first = server.Requests.Count;
        first.ShouldBe(3);
        await Until(() => server.Requests.Count > first);

        // Once in five seconds, then ten: as often as the message wakes would be once a second.
        var before = _time.GetUtcNow();
        var asked = server.Requests.Count;
        await Until(() => server.Requests.Count >= asked + 3);
        (_time.GetUtcNow() - before).ShouldBeGreaterThan(TimeSpan.FromSeconds(30));
        _letters.List().ShouldBeEmpty();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        (await host.DrainAsync(stop.Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Host_that_does_not_answer_in_time_is_down()
    {
        using var server = new WebServer(static number => number == 1 ? (0, "") : (200, ""));
        await ToEnd(server.Port, "timeout: 2s", [TestFlow.Message(1)]);
        server.Requests.Count.ShouldBe(2);
        _letters.List().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("url: ftp://127.0.0.1/x", "no http or https address")]
    [InlineData("url: http://me:s3cr3t@127.0.0.1/x", "holds a password")]
    [InlineData("url: \"http://127.0.0.1/\"\nheaders: {\"X Station\": a}", "no name of a header")]
    [InlineData("content: payload", "url")]
    public void Wrong_options_are_told_with_their_place(string yaml, string expected)
    {
        var diagnostics = Bind(yaml, out _);
        var error = diagnostics.Sorted.ShouldHaveSingleItem();
        (error.Message + error.Advice).ShouldContain(expected);
        error.Message.ShouldNotContain("s3cr3t");
    }

    private FlowDefinition Flow(int port, string options, List<Message> messages, int plans = 1)
    {
        var diagnostics = Bind($"url: http://127.0.0.1:{port}/hook\n{options}", out var create);
        diagnostics.Sorted.ShouldBeEmpty();
        return TestFlow.Flow([new ListSource(messages)], [.. Enumerable.Range(0, plans).Select(number => TestFlow.Plan($"p{number}", ((PlanAction)create!(), null)))]);
    }

    private DiagnosticBag Bind(string yaml, out Func<object>? create)
    {
        var diagnostics = new DiagnosticBag();
        var node = ConfigReader.Read(yaml, "flow.yaml", diagnostics).ShouldBeOfType<MappingNode>();
        var plugIn = new PlugInCatalog().AddEvents().All.Single(static each => each.Name == "post");
        create = plugIn.Bind(node, new PlugInContext(_services, diagnostics, ConfigDialect.Native, "/", "p/1:post", [], false), []);
        return diagnostics;
    }

    private async Task ToEnd(int port, string options, List<Message> messages)
    {
        using var host = new FlowHost(Flow(port, options, messages), _services, once: true);
        host.Start();
        await host.SourcesEnded();
        var drained = host.DrainAsync(TestContext.Current.CancellationToken);
        await Until(() => drained.IsCompleted);
        (await drained).ShouldBeTrue();
    }

    // Time goes on, a second for each look.
    private async Task Until(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(20, TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
