using System.Globalization;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Fields.Transport.Wire;

namespace Windrow.EndToEnd.Tests.Models.Faults;

/// <summary>Ranks that die, and servers under very many of them.</summary>
public sealed class ClientFaultTests : IDisposable
{
    private const int Kill = 9;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_client_that_is_killed_between_its_parts_is_named_and_only_what_it_has_not_sent_is_missing()
    {
        _scratch.Write("server.yaml", """
            settings: {state: none}
            sources: [{type: transport, transport: unix, path: s.sock, client-timeout: 1s}]
            plans: [{name: fields, actions: [{type: aggregate}, {type: file, path: "out/{name}_{level}_{step}.bin"}]}]
            """);
        using var server = WindrowProcess.Start(_scratch.Path, ["run", "server.yaml", "--verbose"]);
        await server.Tells("listens at");

        // The second client rests for an hour after its first step; the first one has parts of all five steps.
        using var first = Client(0, sleep: 0);
        using var second = Client(1, sleep: 3_600_000);
        await server.Until(() => Directory.Exists(_scratch["out"]) && Directory.GetFiles(_scratch["out"]).Length == 4, "the fields of the first step are written");
        second.Signal(Kill);
        await first.Ended();

        var result = (await server.Ended()).ShouldEndWith(5);

        result.Error.ShouldContain("multio-clients/1 is gone and has not come back within 1 s");
        result.Error.ShouldContain("1 of 2 parts have come; missing: multio-clients/1 (500 points)");
        Directory.GetFiles(_scratch["out"]).Select(static file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ShouldBe(["p0_0_0.bin", "p0_1_0.bin", "p1_0_0.bin", "p1_1_0.bin"]);
    }

    [Theory]
    [InlineData("unix")]
    [InlineData("tcp")]
    public async Task Sixty_four_clients_and_two_servers_lose_double_and_change_nothing_within_the_credit(string transport)
    {
        var steps = Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1" ? "40" : "3";
        var result = await WindrowProcess.Run(
            _scratch.Path, "fields", "hammer", "--transport", transport, "--clients", "64", "--servers", "2", "--params", "3", "--levels", "5", "--steps", steps, "--points", "20000", "--credit", "8");
        result.ShouldEndWith(0).Output.ShouldContain("nothing is lost, doubled or wrong");
    }

    [Fact]
    public async Task A_server_that_is_probed_says_who_it_is_and_which_client_is_away()
    {
        using var ocean = new SmallOcean("client-timeout: 1h\nretries: 0\nclose-timeout: 1s", "{type: \"null\"}");
        (await WindrowProcess.Run(ocean.Scratch.Path, "fields", "probe", "plan.yaml")).ShouldEndWith(1).Output.ShouldContain("no answer");
        using var server = ocean.StartServer();
        await server.Until(() => ocean.Probe() is not null, "the server listens");
        (await WindrowProcess.Run(ocean.Scratch.Path, "fields", "probe", "plan.yaml")).ShouldEndWith(0);

        // A client whose process ends has its connection cut without a close.
        using (var proxy = new OneConnection(ocean.Port))
        {
            using var rank = ocean.Rank(0, proxy.Port);
            ocean.Write(rank, 0, 1);
            await server.Until(() => ocean.Probe() is { OpenFields: 2 }, "two fields are open");
            proxy.Cut();
            await server.Until(() => ocean.Probe()!.Clients is [{ State: ClientState.Away }], "the client is away");
            var json = (await WindrowProcess.Run(ocean.Scratch.Path, "fields", "probe", "plan.yaml", "--json")).ShouldEndWith(5).Json();
            json.GetProperty("process").GetInt32().ShouldBe(server.Process.Id);
            json.GetProperty("expected-clients").GetInt32().ShouldBe(SmallOcean.Ranks);
            json.GetProperty("incomplete-fields").GetInt32().ShouldBe(2);
            json.GetProperty("clients")[0].GetProperty("name").GetString().ShouldBe("multio-clients/0");
            server.Signal(Kill);
        }
    }

    private WindrowProcess Client(int number, int sleep) => WindrowProcess.Start(
        _scratch.Path,
        ["fields", "hammer", "--transport", "unix", "--clients", "2", "--servers", "1", "--params", "2", "--levels", "2", "--steps", "5", "--points", "1000",
            "--sleep", sleep.ToString(CultureInfo.InvariantCulture), "--role", string.Create(CultureInfo.InvariantCulture, $"clients {number} 1 {_scratch["s.sock"]}")]);
}
