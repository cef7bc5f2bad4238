using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Windrow.Core;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Fields.Transport.Client;
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
    public async Task A_thousand_clients_that_are_idle_cost_a_server_little_memory_and_no_time()
    {
        const int clients = 1_000;
        _scratch.Write("server.yaml", """
            settings: {state: none}
            sources: [{type: transport, transport: unix, path: s.sock}]
            plans: [{name: fields, actions: [{type: aggregate}, {type: file, path: "out/{name}_{step}.bin"}]}]
            """);
        using var server = WindrowProcess.Start(_scratch.Path, ["run", "server.yaml", "--verbose"]);
        await server.Tells("listens at");
        server.Process.Refresh();
        var (before, threads) = (server.Process.WorkingSet64, server.Process.Threads.Count);

        // After a step, in which they have shown to be there, they rest for an hour.
        using var all = WindrowProcess.Start(
            _scratch.Path,
            ["fields", "hammer", "--transport", "unix", "--clients", $"{clients}", "--servers", "1", "--params", "1", "--levels", "1", "--steps", "2", "--points", $"{clients}",
                "--sleep", "3600000", "--role", $"clients 0 {clients} {_scratch["s.sock"]}"]);
        await server.Until(() => Probe() is { Flushed: not null } answer && answer.Clients.Count(static client => client.State == ClientState.Connected) == clients, "all clients are connected and have flushed");
        File.ReadAllBytes(_scratch["out/p0_0.bin"]).Length.ShouldBe(clients * sizeof(double));

        // What it compiles in the background comes to an end first; from then on a look at the clock and no more.
        await server.Until(() => InASecond(server.Process) < TimeSpan.FromMilliseconds(20), "the server rests");
        (server.Process.WorkingSet64 - before).ShouldBeLessThan(96L << 20);
        server.Process.Threads.Count.ShouldBeLessThan(threads + 32);
        all.Signal(Kill);
        server.Signal(Kill);
    }

    [Fact]
    public async Task Under_mpirun_a_hammer_tells_what_all_its_ranks_have_found()
    {
        using var mpi = WindrowProcess.StartCommand(
            ["mpirun", "--oversubscribe", "--allow-run-as-root", "-np", "5", Repository.Program,
                "fields", "hammer", "--transport", "mpi", "--servers", "2", "--params", "2", "--levels", "3", "--steps", "2", "--points", "1000"], _scratch.Path);

        (await mpi.Ended()).ShouldEndWith(0).Output.ShouldSatisfyAllConditions(
            static text => text.ShouldContain("server 0 "),
            static text => text.ShouldContain("server 1 "),
            static text => text.ShouldContain("3 clients, 2 servers, mpi: 12 fields of 1000 points"),
            static text => text.ShouldContain("nothing is lost, doubled or wrong"));
    }

    [Fact]
    public async Task A_server_that_is_probed_says_who_it_is_and_which_client_is_away()
    {
        using var ocean = new SmallOcean("client-timeout: 1h\nretries: 0\nclose-timeout: 1s", "{type: \"null\"}");

        // The rank is to give up at once when it finds its server gone.
        ocean.Scratch.Write("plan.yaml", ocean.Scratch.Read("plan.yaml").Replace("{name: all,", "{name: all, on-error: {retry: 0},", StringComparison.Ordinal));
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

    private static TimeSpan InASecond(Process process)
    {
        process.Refresh();
        var before = process.TotalProcessorTime;
        Thread.Sleep(TimeSpan.FromSeconds(1));
        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    private ProbeAnswer? Probe()
    {
        try
        {
            return ServerProbe.Ask(new UnixDomainSocketEndPoint(_scratch["s.sock"]), TimeSpan.FromSeconds(10), new EngineServices());
        }
        catch (IOException)
        {
            return null;
        }
    }

    private WindrowProcess Client(int number, int sleep) => WindrowProcess.Start(
        _scratch.Path,
        ["fields", "hammer", "--transport", "unix", "--clients", "2", "--servers", "1", "--params", "2", "--levels", "2", "--steps", "5", "--points", "1000",
            "--sleep", sleep.ToString(CultureInfo.InvariantCulture), "--role", string.Create(CultureInfo.InvariantCulture, $"clients {number} 1 {_scratch["s.sock"]}")]);
}
