using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Models;

/// <summary>Fields in a real FDB5, as its own tools see them.</summary>
public sealed class FdbTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Fields_are_archived_and_what_fdb_reads_is_what_was_encoded()
    {
        Prepare(keys: "class, expver, stream, date, time, domain?");

        (await WindrowProcess.Run(_scratch.Path, "run", "archive.yaml")).ShouldEndWith(0);

        (await Tool("fdb-list", "class=rd,expver=wxyz")).Output.Split('\n').Count(static line => line.Contains("step=", StringComparison.Ordinal)).ShouldBe(14);
        _scratch.Write("request", "retrieve,class=rd,expver=wxyz,stream=oper,date=20261120,time=0000,domain=g,type=fc,levtype=sfc,step=0/to/6/by/1,param=167/151\n");
        (await Tool("fdb-read", "request", "read.grib")).ShouldEndWith(0);
        (await Tool("grib_compare", "-r", "file.grib", "read.grib")).ShouldEndWith(0);
    }

    [Fact]
    public async Task A_repeat_takes_the_place_of_the_first()
    {
        Prepare(keys: "class, expver, stream, date, time, domain?");

        (await WindrowProcess.Run(_scratch.Path, "run", "archive.yaml")).ShouldEndWith(0);
        (await WindrowProcess.Run(_scratch.Path, "run", "archive.yaml")).ShouldEndWith(0);

        (await Tool("fdb-list", "class=rd,expver=wxyz")).Output.Split('\n').Count(static line => line.Contains("step=", StringComparison.Ordinal)).ShouldBe(14);
    }

    [Fact]
    public async Task Fields_are_products_by_their_keys_and_a_repeat_is_none()
    {
        Prepare(keys: "class, expver, stream, date, time, domain?");
        _scratch.Write("archive.yaml", File.ReadAllText(_scratch["archive.yaml"]).Replace("state: none", "drain-within: 1m", StringComparison.Ordinal));

        (await WindrowProcess.Run(_scratch.Path, "run", "archive.yaml")).ShouldEndWith(0);
        (await WindrowProcess.Run(_scratch.Path, "run", "archive.yaml")).ShouldEndWith(0);

        (await WindrowProcess.Run(_scratch.Path, "products", "archive.yaml")).ShouldEndWith(0).Output.Split('\n').Count(static line => line.Contains("fdb5:", StringComparison.Ordinal)).ShouldBe(14);
        var why = (await WindrowProcess.Run(_scratch.Path, "why", "fdb5:param=167,step=3")).ShouldEndWith(0).Output;
        why.ShouldContain("class=rd");
        why.ShouldContain("of             1 inputs");
        (await WindrowProcess.Run(_scratch.Path, "why", "fdb5:param=999")).ShouldEndWith(1);
    }

    [Fact]
    public async Task A_field_that_the_schema_does_not_take_is_a_dead_letter_at_once_and_the_other_sink_has_its_copy()
    {
        Prepare(keys: "class, expver, stream, date, time");

        var result = (await WindrowProcess.Run(_scratch.Path, "run", "archive.yaml")).ShouldEndWith(5);

        result.Error.ShouldContain("domain");
        result.Error.ShouldContain("the schema of FDB names");
        result.Error.ShouldNotContain("trying again");
        (await Tool("grib_count", "file.grib")).Output.Trim().ShouldBe("14");
    }

    private void Prepare(string keys)
    {
        _scratch.Write("schema", $$"""
            param: Param;
            step: Step;
            date: Date;
            levelist: Double;
            expver: Expver;
            time: Time;

            [ {{keys}}
                [ type, levtype
                    [ step, number?, levelist?, param ]]]
            """);
        Directory.CreateDirectory(_scratch["root"]);
        _scratch.Write("fdb.yaml", $$"""
            ---
            type: local
            engine: toc
            schema: {{_scratch["schema"]}}
            spaces:
            - handler: Default
              roots:
              - path: {{_scratch["root"]}}
            """);
        _scratch.Write("archive.yaml", $$"""
            settings: {state: none}
            sources:
              - type: generate
                params: [2t, msl]
                start: 2026-11-20T00:00:00Z
                steps: 0/to/6/by/1
                nx: 36
                ny: 19
                south: -90
                east: 350
            plans:
              - name: fdb
                actions:
                  - type: encode
                    overwrite: {setLocalDefinition: 1, localDefinitionNumber: 1, class: rd, expver: wxyz, stream: oper, type: fc}
                  - type: sink
                    sinks:
                      - {type: file, path: file.grib}
                      - type: fdb5
                        config: {type: local, engine: toc, schema: {{_scratch["schema"]}}, spaces: [{handler: Default, roots: [{path: {{_scratch["root"]}}}]}]}
            """);
    }

    private async Task<Result> Tool(params string[] command)
    {
        using var tool = WindrowProcess.StartCommand(command, _scratch.Path, ("FDB5_CONFIG_FILE", _scratch["fdb.yaml"]));
        return await tool.Ended();
    }
}
