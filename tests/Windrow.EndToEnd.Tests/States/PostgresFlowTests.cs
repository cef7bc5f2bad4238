using System.Globalization;
using Windrow.EndToEnd.Tests.Faults;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.FaultHost;
using Windrow.Testing.Postgres;

namespace Windrow.EndToEnd.Tests.States;

/// <summary>
/// The flow of the kill loop, with every way in which the engine keeps a promise, on a real PostgreSQL: it makes what it makes on SQLite, also when it is
/// killed, and when the server is.
/// </summary>
public sealed class PostgresFlowTests : IDisposable
{
    private const int Batches = 12;
    private const int Terminate = 15;

    private readonly PostgresServer _server = PostgresServer.Start();
    private readonly Scratch _scratch = new();

    public void Dispose()
    {
        _server.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Flow_makes_what_it_makes_on_sqlite_whatever_is_killed()
    {
        Directory.CreateDirectory(_scratch[Workload.Incoming]);
        await FaultHostProgram.Produce(_scratch[Workload.Incoming], _scratch["obligations"], 0, Batches);
        _scratch.Write("sqlite.yaml", Workload.Flow("keep"));
        (await WindrowProcess.Run(_scratch.Path, "run", "sqlite.yaml", "--once")).ExitCode.ShouldBeOneOf(0, 5);
        var expected = TakeProducts();
        expected.Count.ShouldBeGreaterThan(15);

        // At once.
        await ToEnd("undisturbed");
        TakeProducts().ShouldBe(expected);

        // The process is killed at several moments of its work.
        WriteFlow("killed");
        foreach (var products in new[] { 1, 4, 8 })
        {
            using var flow = WindrowProcess.Start(_scratch.Path, ["run", "killed.yaml"]);
            await flow.Until(() => CountProducts() >= products, $"{products} products");
            flow.Process.Kill();
            await flow.Ended();
        }

        await ToEnd("killed");
        TakeProducts().ShouldBe(expected);

        // The server is killed, and comes again.
        WriteFlow("crashed");
        using (var flow = WindrowProcess.Start(_scratch.Path, ["run", "crashed.yaml"]))
        {
            await flow.Until(() => CountProducts() >= 2, "products");
            _server.StopServer();
            await flow.Tells("cannot be reached");
            (await WindrowProcess.Run(_scratch.Path, "status", "crashed.yaml")).ShouldEndWith(0).Output.ShouldContain("the state cannot be written: the database postgres://windrow@");
            _server.StartServer();
            await flow.Tells("written again; going on");
            _server.StopServer();
            _server.StartServer();
            await flow.Until(() => CountProducts() >= 8, "products");
            flow.Signal(Terminate);
            (await flow.Ended()).ExitCode.ShouldBeOneOf(0, 5);
        }

        await ToEnd("crashed");
        TakeProducts().ShouldBe(expected);
    }

    private async Task ToEnd(string name)
    {
        WriteFlow(name);
        (await WindrowProcess.Run(_scratch.Path, "run", $"{name}.yaml", "--once")).ExitCode.ShouldBeOneOf(0, 5);
        (await WindrowProcess.Run(_scratch.Path, "state", "verify", $"{name}.yaml")).ShouldEndWith(0);
        _server.Execute("postgres", $"SELECT (SELECT count(*) FROM windrow_faults_{name}.queued) || ' ' || (SELECT count(*) FROM windrow_faults_{name}.payload)").ShouldBe("0 0");
    }

    // In a schema of its own.
    private void WriteFlow(string name) => _scratch.Write(
        $"{name}.yaml",
        Workload.Flow("keep").Replace("state: state", $"state: \"{_server.Address("postgres")}?schema=windrow_faults_{name}\"", StringComparison.Ordinal));

    private int CountProducts() => Directory.Exists(_scratch[Workload.Products]) ? Directory.EnumerateFiles(_scratch[Workload.Products], "*", SearchOption.AllDirectories).Count(static file => !Path.GetFileName(file).StartsWith('.')) : 0;

    // Lines of one file may be in another order, as workers of different keys are; what they say is not.
    private SortedDictionary<string, string> TakeProducts()
    {
        var products = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_scratch[Workload.Products], "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            if (file.EndsWith(".jsonl", StringComparison.Ordinal))
                bytes = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', File.ReadLines(file).Order(StringComparer.Ordinal)));
            products[Path.GetRelativePath(_scratch.Path, file)] = string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}");
        }

        Directory.Delete(_scratch[Workload.Products], recursive: true);
        return products;
    }
}
