using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Fields.Models;

namespace Windrow.Fields.Tests.Models;

/// <summary>What a model is told by its calls when something goes wrong.</summary>
public sealed class ModelClientTests : IDisposable
{
    private const string Fails = "{type: statistics, output-frequency: 1d, operations: [average]}, {type: 'null'}"; // on fields without a reference time

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly Metadata Field = Metadata.From(("name", "sst"), ("category", "ocean-2d"), ("level", 0L), ("param", 1L), ("toAllServers", false));

    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_plan_that_aborts_fails_the_call_that_brought_the_message_and_every_one_after_it()
    {
        using var client = new ModelClient(Read("{settings: {state: none}, plans: [{name: daily, on-error: abort, actions: [" + Fails + "]}]}"), Services());

        Message(() => Write(client)).ShouldSatisfyAllConditions(text => text.ShouldContain("'on-error: abort'"), text => text.ShouldContain("the message has no reference time"));
        Message(() => Write(client)).ShouldContain("'on-error: abort'");
        Message(client.CloseConnections).ShouldContain("'on-error: abort'");
        Message(client.Close).ShouldContain("'on-error: abort'");
    }

    [Fact]
    public void A_call_after_the_end_says_that_the_client_has_ended()
    {
        var client = new ModelClient(Read("{settings: {state: none}, plans: [{name: p, actions: [{type: 'null'}]}]}"), Services());
        client.Close();

        Message(() => Write(client)).ShouldContain("the client has ended; write everything before");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_field_that_becomes_a_dead_letter_at_the_server_is_told_when_connections_close_and_they_do_close(bool waits)
    {
        using var server = new FlowHost(Read("{settings: {state: none}, sources: [{type: transport, transport: unix, path: s}], plans: [{name: daily, actions: [" + Fails + "]}]}"), Services(), once: true);
        server.Start();
        using var client = new ModelClient(
            Read($"{{settings: {{state: none}}, plans: [{{name: send, actions: [{{type: transport, wait-for-flush: {(waits ? "true" : "false")}, server: {{transport: unix, paths: [s], client-id: 0, client-count: 1}}}}]}}]}}"), Services());
        client.OpenConnections();
        Write(client);
        Write(client);

        Message(client.CloseConnections).ShouldContain("2 messages");

        await server.SourcesEnded().WaitAsync(Patience, TestContext.Current.CancellationToken);
        client.Close(); // all is told
        (await server.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_is_not_told_of_what_went_wrong_before_it_came()
    {
        var letters = new DeadLetterList();
        letters.Add(new DeadLetter(default, MessageKind.Field, new Origin("earlier", "model"), Metadata.Empty, "p", "a", Failure.Permanent("an earlier run"), 1, default));
        using var server = new FlowHost(
            Read("{settings: {state: none}, sources: [{type: transport, transport: unix, path: s}], plans: [{name: p, actions: [{type: 'null'}]}]}"), Services() with { DeadLetters = letters }, once: true);
        server.Start();
        using var client = new ModelClient(
            Read("{settings: {state: none}, plans: [{name: send, actions: [{type: transport, server: {transport: unix, paths: [s], client-id: 0, client-count: 1}}]}]}"), Services());
        client.OpenConnections();
        Write(client);

        client.CloseConnections();

        await server.SourcesEnded().WaitAsync(Patience, TestContext.Current.CancellationToken);
        await server.DrainAsync(TestContext.Current.CancellationToken);
    }

    private static string Message(Action call) => Should.Throw<FailureException>(call).Message;

    private static void Write(ModelClient client) => client.Write(MessageKind.Field, Field, FieldPayload.Copy([1.0, 2.0]));

    private static EngineServices Services() => new() { DeadLetters = new DeadLetterList() };

    private FlowDefinition Read(string yaml)
    {
        var diagnostics = new DiagnosticBag();
        var flow = new FlowReader(new PlugInCatalog().AddCore().AddFields(), Services(), diagnostics).Read(ConfigReader.Read(yaml, "f.yaml", diagnostics, ConfigDialect.Native)!, Path.Combine(_directory, "f.yaml"));
        return flow ?? throw new ArgumentException(diagnostics.ToString(), nameof(yaml));
    }
}
