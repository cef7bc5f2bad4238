using System.Net;
using System.Net.Sockets;
using System.Text;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Fields.Tests.PlanFiles;
using Windrow.Fields.Tests.Statistics;
using Windrow.Fields.Tests.Values;
using Windrow.Fields.Triggers;

namespace Windrow.Fields.Tests.Triggers;

public sealed class TriggerTests : IDisposable
{
    private readonly PlanText _text = new();

    public void Dispose() => _text.Dispose();

    [Fact]
    public async Task Values_are_told_in_order_when_messages_have_moved_on_and_the_rest_at_the_end()
    {
        var trigger = new MetadataChangeTrigger(FieldFlow.Bind(MetadataChangeOptions.Set, "{key: step, values: [1, 2, 3, 4], file: events.jsonl, info: {job: '234', a: b}}"), Context);
        var run = await FieldFlow.RunSink(trigger, [Field(1), Field(1), Field(3), Field(2), Field(7)]);
        run.Dead.ShouldBeEmpty();
        File.ReadAllLines(_text["events.jsonl"]).ShouldBe([Event(1), Event(2), Event(3), Event(4)]);

        static string Event(int step) => $$$"""{"type":"MetadataChange","info":{"a":"b","app":"multio","job":"234"},"metadata":{"step":"{{{step}}}"}}""";
    }

    [Fact]
    public async Task Notifications_that_carry_the_key_are_told_and_fields_are_not()
    {
        var trigger = new NotifyMetadataTrigger(FieldFlow.Bind(NotifyMetadataOptions.Set, "{key: step, file: events.jsonl}"), Context);
        await FieldFlow.RunSink(trigger, [Field(1), Notification(("step", 6L)), Notification(("other", 7L))]);
        File.ReadAllText(_text["events.jsonl"]).ShouldBe("""{"type":"NotifyMetadata","info":{"app":"multio"},"metadata":{"step":"6"}}""" + "\n");
    }

    [Fact]
    public async Task A_server_gets_each_event_in_a_connection_of_its_own()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var received = Receive(listener, 2);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var trigger = new NotifyMetadataTrigger(FieldFlow.Bind(NotifyMetadataOptions.Set, $"{{key: step, host: 127.0.0.1, port: {port}}}"), Context);
        await FieldFlow.RunSink(trigger, [Notification(("step", 6L)), Notification(("step", 12L))]);
        (await received).ShouldBe(new[] { "6", "12" }.Select(static step => $$$"""{"type":"NotifyMetadata","info":{"app":"multio"},"metadata":{"step":"{{{step}}}"}}"""));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_server_that_does_not_answer_is_an_error_only_where_it_is_to_be(bool fails, int dead)
    {
        var port = FreePort();
        var trigger = new NotifyMetadataTrigger(FieldFlow.Bind(NotifyMetadataOptions.Set, $"{{key: step, host: 127.0.0.1, port: {port}, retries: 0, failOnRetry: {(fails ? "true" : "false")}}}"), Context);
        var run = await FieldFlow.RunSink(trigger, [Notification(("step", 6L))]);
        run.Dead.Count.ShouldBe(dead);
        if (fails)
            run.Dead[0].Failure.Reason.ShouldContain($"could not be sent to 127.0.0.1:{port} in 1 tries");
    }

    [Fact]
    public void A_trigger_that_tells_nobody_is_refused()
    {
        FieldFlow.Bind(NotifyMetadataOptions.Set, "key: step", out var diagnostics);
        diagnostics.ToString().ShouldContain("this trigger tells nobody");
    }

    private PlugInContext Context => new(_text.Services, new DiagnosticBag(), ConfigDialect.Native, _text.Directory, "", [], false);

    private static Message Field(long step) => Notation.Field(step, [1], index: step);

    private static Message Notification((string, MetadataValue) entry) =>
        new(MessageKind.Notification, Metadata.From(entry), Payload.None, new Origin("test", "memory", 0));

    private static async Task<List<string>> Receive(TcpListener listener, int count)
    {
        var texts = new List<string>();
        while (texts.Count < count)
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            texts.Add(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return texts;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
