using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;

namespace Windrow.Fields.Tests.Transport;

/// <summary>Flow files at both ends.</summary>
public sealed class TransportFlowTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-transport-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Fields_over_two_servers_give_the_files_that_they_give_without()
    {
        const string generate = "{type: generate, params: [2t, tp, t], levels: [500, 850], steps: \"0/to/11/by/1\", nx: 60, ny: 31}";
        const string file = "{type: file, path: \"NAME/{shortName}_{level}_{step:03d}.grib\"}";
        const string server = "{plans: [{name: files, actions: [" + file + "]}], sources: [{type: transport, transport: unix, path: SOCKET}], settings: {state: none}}";
        var first = Start(server.Replace("NAME", "out", StringComparison.Ordinal).Replace("SOCKET", "one", StringComparison.Ordinal), "one");
        var second = Start(server.Replace("NAME", "out", StringComparison.Ordinal).Replace("SOCKET", "two", StringComparison.Ordinal), "two");
        var client = Start("{settings: {state: none}, sources: [" + generate + "], plans: [{name: send, actions: [{type: encode}, {type: transport, hash-keys: [shortName, level], distribution: even, server: {transport: unix, paths: [one, two], client-id: 0, client-count: 1}}]}]}", "client");
        await Task.WhenAll(ToEnd(client), ToEnd(first), ToEnd(second));
        await ToEnd(Start("{settings: {state: none}, sources: [" + generate + "], plans: [{name: files, actions: [{type: encode}, " + file.Replace("NAME", "direct", StringComparison.Ordinal) + "]}]}", "direct"));
        var direct = Files("direct");
        Files("out").ShouldBe(direct);
        direct.Count.ShouldBe(48);
        first.Counts().Dead.ShouldBe(0);

        // With their fields each has taken the flush of the client's end.
        first.Counts().Accepted.ShouldBeInRange(13, 37);
        (first.Counts().Accepted + second.Counts().Accepted).ShouldBe(48 + 2);
    }

    [Fact]
    public async Task Server_that_is_not_there_makes_dead_letters_that_name_it()
    {
        var dead = new DeadLetterList();
        var client = Start("{settings: {state: none}, sources: [{type: generate, nx: 4, ny: 3, steps: \"0\"}], plans: [{name: send, retry: {attempts: 1}, actions: [{type: transport, hash-keys: [shortName], server: {transport: unix, paths: [nowhere], retries: 0}}]}]}", "client", dead);
        await ToEnd(client);

        // The field, and the flush of the end.
        dead.List().Count.ShouldBe(2);
        dead.List()[0].Failure.ToString().ShouldSatisfyAllConditions(
            text => text.ShouldContain("nowhere"),
            text => text.ShouldContain("cannot be reached"),
            text => text.ShouldContain("start the server"));
    }

    [Fact]
    public async Task Field_without_a_hash_key_is_a_dead_letter_that_says_which()
    {
        var dead = new DeadLetterList();
        var server = Start("{settings: {state: none}, sources: [{type: transport, transport: unix, path: s}], plans: [{name: p, actions: [{type: 'null'}]}]}", "s");
        var client = Start("{settings: {state: none}, sources: [{type: generate, nx: 4, ny: 3, steps: \"0\"}], plans: [{name: send, actions: [{type: transport, server: {transport: unix, paths: [s], client-count: 1}}]}]}", "client", dead);
        await ToEnd(client);
        await ToEnd(server);
        dead.List().ShouldHaveSingleItem().Failure.ToString().ShouldContain("'category'");
    }

    [Theory]
    [InlineData("{type: transport}", "no address to listen at")]
    [InlineData("{type: transport, transport: unix}", "needs the path of a socket")]
    [InlineData("{type: transport, listen: nonsense}", "has no port")]
    [InlineData("{type: transport, local_port: 7773, servers: [{host: localhost, ports: [7771]}]}", "none of the 'servers' has the port 7773")]
    [InlineData("{type: transport, listen: 1, credit-per-client: 1GiB, credit-total: 1MiB}", "more than all clients")]
    [InlineData("{type: transport, listen: 1, servers: [{host: a, ports: [x]}]}", "'x' is no port")]
    public void Options_of_a_server_that_cannot_work_are_refused_with_what_to_write(string source, string problem) =>
        Check("{sources: [" + source + "], plans: [{name: p, actions: [{type: 'null'}]}]}").ShouldContain(problem);

    [Theory]
    [InlineData("{type: transport}", "server")]
    [InlineData("{type: transport, server: {}}", "there is no server to send to")]
    [InlineData("{type: transport, server: {addresses: [a]}}", "has no port")]
    [InlineData("{type: transport, server: {addresses: ['a:1'], resend-until: flush, resend-window: 0}}", "nothing is kept")]
    [InlineData("{type: transport, server: {addresses: ['a:1'], local-port: 5, clients: [{host: a, ports: [4]}]}}", "none of the 'clients' has the port 5")]
    public void Options_of_a_client_that_cannot_work_are_refused_with_what_to_write(string action, string problem) =>
        Check("{sources: [{type: generate}], plans: [{name: p, actions: [" + action + "]}]}").ShouldContain(problem);

    private string Check(string yaml)
    {
        var diagnostics = new DiagnosticBag();
        new FlowReader(new PlugInCatalog().AddCore().AddFields(), new EngineServices(), diagnostics)
            .Read(ConfigReader.Read(yaml, "f.yaml", diagnostics, ConfigDialect.Native)!, Path.Combine(_directory, "f.yaml"));
        return diagnostics.ToString();
    }

    private FlowHost Start(string yaml, string name, DeadLetterList? dead = null)
    {
        var diagnostics = new DiagnosticBag();
        var services = new EngineServices { DeadLetters = dead ?? new DeadLetterList() };
        var flow = new FlowReader(new PlugInCatalog().AddCore().AddFields(), services, diagnostics)
            .Read(ConfigReader.Read(yaml, name + ".yaml", diagnostics, ConfigDialect.Native)!, Path.Combine(_directory, name + ".yaml"));
        diagnostics.HasErrors.ShouldBeFalse(diagnostics.ToString());
        var host = new FlowHost(flow!, services, once: true);
        host.Start();
        return host;
    }

    private static async Task ToEnd(FlowHost host)
    {
        await host.SourcesEnded().WaitAsync(Patience, TestContext.Current.CancellationToken);
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        host.Dispose();
    }

    private SortedDictionary<string, string> Files(string directory) => new(
        Directory.GetFiles(Path.Combine(_directory, directory)).ToDictionary(static path => Path.GetFileName(path), static path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))));
}
