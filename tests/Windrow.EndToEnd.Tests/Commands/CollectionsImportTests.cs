using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Postgres;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary>What a rulechecker has counted goes on in a flow.</summary>
public sealed class CollectionsImportTests : IDisposable
{
    private readonly PostgresServer _server = PostgresServer.Shared();
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Progress_of_a_rulechecker_is_taken_over_once(bool isShared)
    {
        var monitor = _server.CreateDatabase();
        var from = _server.Address(monitor);
        string[] instance = isShared ? ["--instance", "north"] : [];
        _scratch.Write("flow.yaml", $$"""
            flow: mosaics
            settings: {state: "{{(isShared ? _server.Address(_server.CreateDatabase()) : "state")}}"}
            sources: [{type: lines, path: events.jsonl}]
            plans:
              - name: fullfield
                actions:
                  - {type: collect, key: [sensor, day], member: [file_path], count: 4, list: "{file_path}", list-order: value}
                  - {type: publish, path: out.jsonl}
            """);
        _scratch.Write("events.jsonl", """{"sensor": "RGB GeoTIFFs", "day": "2018-06-03", "file_path": "/d.tif"}""" + "\n");
        (await Import(from)).ShouldEndWith(4).Error.ShouldContain("has no table 'extractor_ids', so it is none of a rulechecker's");
        _server.Execute(monitor, """
            CREATE TABLE extractor_ids(id serial, output jsonb, file_path text);
            INSERT INTO extractor_ids(output, file_path) SELECT '{"rule": "Full Field", "sensor": "RGB GeoTIFFs", "date": "2018-06-03"}', path FROM unnest('{/c.tif,/a.tif,/b.tif,/a.tif}'::text[]) AS path;
            INSERT INTO extractor_ids(output, file_path) VALUES ('{"rule": "Plant Height", "sensor": "scanner3DTop", "date": "2018-06-03"}', '/x.ply');
            """);
        (await Import(from)).ShouldEndWith(4).Error.ShouldContain("has no 'day', which the flow gathers by; say which of its keys that is with --map day=…");
        (await Import("postgres://x")).ShouldEndWith(2).Error.ShouldContain("--from cannot be used");
        for (var time = 0; time < 2; time++)
            (await Import(from, "--rule", "Full Field", "--map", "day=date")).ShouldEndWith(0).Output.ShouldBe("3 members imported; fullfield/1:collect takes them in when the flow runs next\n");
        (await WindrowProcess.Run(_scratch.Path, ["run", "flow.yaml", "--once", .. instance])).ShouldEndWith(0);
        _scratch.Lines("out.jsonl").ShouldHaveSingleItem().ShouldContain("\"members\":[\"/a.tif\",\"/b.tif\",\"/c.tif\",\"/d.tif\"]");

        Task<Result> Import(string address, params string[] more) => WindrowProcess.Run(_scratch.Path, ["collections", "import", "flow.yaml", "--from", address, .. more, .. instance]);
    }
}
