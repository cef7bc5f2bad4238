using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Models;

/// <summary>A model that ends in the middle of a window, and goes on with another number of ranks.</summary>
[Collection(ModelCollection.Name)]
public sealed class ModelRestartTests(ModelPrograms programs) : IDisposable
{
    private const int FieldBytes = 10 * 6 * sizeof(double);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("client")]
    [InlineData("server")]
    public async Task Means_of_a_run_that_went_on_with_other_ranks_are_those_of_one_that_did_not_stop(string side)
    {
        const string Statistics = "- {type: statistics, output-frequency: 12h, operations: [average, maximum], options: {read-restart: '{READ}', write-restart: true, restart-path: '{RESTARTS}'}}";
        _scratch.Write("plan.yaml", $$"""
            client:
              plans:
                - name: grid
                  actions:
                    - {type: select, match: [{category: [ocean-domain-map, ocean-mask]}]}
                    - {type: transport, target: server}
                - name: fields
                  actions:
                    - {type: select, match: [{category: [ocean-2d]}]}
                    {{(side == "client" ? Statistics : "")}}
                    - {type: transport, target: server}
            server:
              transport: unix
              path: {{_scratch["server.sock"]}}
              plans:
                - name: store
                  actions:
                    - {type: select, match: [{category: [ocean-2d]}]}
                    - {type: aggregate}
                    {{(side == "server" ? Statistics : "")}}
                    - {type: sink, sinks: [{type: file, path: '{OUT}'}]}
            """);

        await Run("whole", "undisturbed", read: false, ranks: 2, from: 1, to: 12);
        await Run("first", "restarts", read: false, ranks: 3, from: 1, to: 7);
        await Run("second", "restarts", read: true, ranks: 2, from: 8, to: 12);

        File.Exists(_scratch["first"]).ShouldBeFalse();
        Fields("second").ShouldBe(Fields("whole"));
        Fields("whole").Count.ShouldBe(4);
    }

    private async Task Run(string output, string restarts, bool read, int ranks, int from, int to)
    {
        Directory.CreateDirectory(_scratch[restarts]);
        (string, string)[] environment = [("OUT", output), ("RESTARTS", restarts), ("READ", read ? "true" : "false"), ("PMI_SIZE", $"{ranks}")];
        using var server = WindrowProcess.Start(_scratch.Path, ["fields", "serve", "plan.yaml", "--quiet", "--discard-state"], environment);
        var clients = Enumerable.Range(0, ranks).Select(rank => WindrowProcess.StartCommand(
            [programs["model"], "plan.yaml", $"{rank}", $"{ranks}", "10", "6", $"{to}", "unstructured", $"{from}"], _scratch.Path, [.. environment, ("PMI_RANK", $"{rank}")])).ToList();
        foreach (var client in clients)
            (await client.Ended()).ShouldEndWith(0);
        clients.ForEach(static client => client.Dispose());
        (await server.Ended()).ShouldEndWith(0);
    }

    // Which of two fields is written first is not the plan's to say.
    private List<string> Fields(string file) => [.. File.ReadAllBytes(_scratch[file]).Chunk(FieldBytes).Select(Convert.ToHexString).Order(StringComparer.Ordinal)];
}
