using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Models;

/// <summary>The sinks of multio's documentation behind a model: FDB and a file for each server.</summary>
[Collection(ModelCollection.Name)]
public sealed class ModelSinkTests(ModelPrograms programs) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Fields_of_a_model_under_mpirun_are_in_fdb_and_in_the_files_of_the_servers_and_the_same()
    {
        _scratch.Write("schema", """
            param: Param;
            step: Step;
            date: Date;
            levelist: Double;
            expver: Expver;
            time: Time;

            [ class, expver, stream, date, time, domain?
                [ type, levtype
                    [ step, number?, levelist?, param ]]]
            """);
        Directory.CreateDirectory(_scratch["root"]);
        _scratch.Write("fdb.yaml", $"---\ntype: local\nengine: toc\nschema: {_scratch["schema"]}\nspaces:\n- handler: Default\n  roots:\n  - path: {_scratch["root"]}\n");
        _scratch.Write("plan.yaml", """
            client:
              plans:
                - name: grid
                  actions:
                    - {type: select, match: [{category: [ocean-domain-map, ocean-mask]}]}
                    - {type: transport, target: server}
                - name: fields
                  actions:
                    - {type: select, match: [{category: [ocean-2d]}]}
                    - {type: transport, target: server}
            server:
              transport: mpi
              plans:
                - name: store
                  actions:
                    - type: select
                      match: [{category: [ocean-2d]}]
                    - type: aggregate
                    - type: encode
                      format: grib
                      overwrite: {setLocalDefinition: 1, localDefinitionNumber: 1}
                      additional-metadata: {typeOfLevel: oceanSurface, class: rd, expver: wxyz, stream: oper, type: fc}
                    - type : sink
                      sinks :

                        - type : fdb5
                          config : {}

                        - type : file
                          append : true
                          per-server : true
                          path : ocean-output-field.grib
            """);

        (await Run("mpirun", "--oversubscribe", "--allow-run-as-root", "-np", "6", programs["model-mpi"], "plan.yaml", "mpi", "2", "10", "6", "3")).ShouldEndWith(0);

        // Six fields, by ecCodes' own tools in the files of the servers, and by FDB's in the database.
        await Shell("cat multio-*-ocean-output-field.grib > files.grib");
        _scratch.Write("request", "retrieve,class=rd,expver=wxyz,stream=oper,date=20260101,time=0000,domain=g,type=fc,levtype=o2d,step=1/2/3,param=262101/262124\n");
        (await Run("fdb-read", "--raw", "request", "fdb.grib")).ShouldEndWith(0);
        (await Run("grib_count", "fdb.grib")).ShouldEndWith(0).Output.Trim().ShouldBe("6");
        (await Run("grib_compare", "-r", "files.grib", "fdb.grib")).ShouldEndWith(0);
        (await Run("grib_get", "-w", "param=262101,step=2", "-p", "gridType,numberOfDataPoints,typeOfGeneratingProcess,levtype,mars.expver", "fdb.grib")).Output.Trim().ShouldBe("unstructured_grid 60 2 o2d wxyz");
    }

    private Task<Result> Shell(string command) => Run("sh", "-c", command);

    private async Task<Result> Run(params string[] command)
    {
        using var process = WindrowProcess.StartCommand(command, _scratch.Path, ("FDB5_CONFIG_FILE", _scratch["fdb.yaml"]));
        return await process.Ended();
    }
}
