using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Windrow.Cli.Demos;
using Windrow.Core.IO;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Models;

/// <summary>Models in C and Fortran with real servers: what they write arrives, point by point.</summary>
[Collection(ModelCollection.Name)]
public sealed class ModelProgramTests(ModelPrograms programs) : IDisposable
{
    private const int Ni = 10;
    private const int Nj = 6;
    private const int Hours = 12;
    private const int PointsBetweenLand = 7;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("model", "tcp", "structured")]
    [InlineData("model", "unix", "unstructured")]
    [InlineData("model-fortran", "tcp", "unstructured")]
    public async Task Clients_of_a_model_send_parts_and_the_server_writes_means_of_whole_fields(string program, string transport, string domain)
    {
        var port = FreePort();
        _scratch.Write("plan.yaml", Plan(transport, port));
        using var server = WindrowProcess.Start(_scratch.Path, ["fields", "serve", "plan.yaml", "--port", $"{port}"]);

        var clients = Enumerable.Range(0, 3).Select(rank => WindrowProcess.StartCommand(
            [programs[program], "plan.yaml", $"{rank}", "3", $"{Ni}", $"{Nj}", $"{Hours}", domain], _scratch.Path, ("PMI_RANK", $"{rank}"), ("PMI_SIZE", "3"))).ToList();
        foreach (var client in clients)
            (await client.Ended()).ShouldEndWith(0).Output.ShouldBe("model: done\n");
        (await server.Ended()).ShouldEndWith(0);
        clients.ForEach(static client => client.Dispose());

        ShouldBeMeans(["out.grib"]);
        if (program == "model")
            _scratch.Read("reached").ShouldBe($"{Hours}\n");
        (await Tool("cdo", "-s", "ntime", "out.grib")).ShouldEndWith(0).Output.Trim().ShouldBe("2");
    }

    [Fact]
    public async Task Under_mpirun_ranks_are_clients_and_servers_in_the_models_own_communicator()
    {
        _scratch.Write("plan.yaml", Plan("mpi", 0));

        (await Mpi("6", "plan.yaml", "mpi", "2", $"{Ni}", $"{Nj}", $"{Hours}")).ShouldEndWith(0).Output.Split('\n').Count(static line => line == "model: done").ShouldBe(6);

        ShouldBeMeans([.. Directory.EnumerateFiles(_scratch.Path, "multio-*-out.grib").Select(static path => Path.GetFileName(path))]);
    }

    [Fact]
    public async Task The_example_of_multios_documentation_runs_as_it_stands()
    {
        _scratch.Write("multio-server.yaml", """
            client:
              plans:

                - name : ocean-replay-grid-info-stream
                  actions :
                    - type : select
                      match : category
                      categories : [ocean-domain-map, ocean-mask]

                    - type : transport
                      target : nemo-ioserver

                - name : ocean-replay-test-stream1
                  actions :
                    - type : select
                      match : field
                      fields : [ sst, ssv ]

                    - type : transport
                      target : nemo-ioserver

                - name : ocean-replay-test-stream2
                  actions :
                    - type : select
                      match : field
                      fields : [ ssu, ssw ]

                    - type : transport
                      target : nemo-ioserver

            nemo-ioserver:
              transport : mpi
              group : nemo
              count : 2
              plans :

                - name : ocean-fields
                  actions :
                    - type : select
                      match : category
                      categories : [ocean-2d]

                    - type : aggregation

                    - type : single-field-sink
            """);

        // The ranks of the servers are a program of their own, as multio's were.
        using var mpi = WindrowProcess.StartCommand(
            ["mpirun", "--oversubscribe", "--allow-run-as-root",
                "-np", "4", programs["model-mpi"], "multio-server.yaml", "mpi", "2", $"{Ni}", $"{Nj}", "2",
                ":", "-np", "2", Repository.Program, "fields", "serve", "multio-server.yaml", "--server", "nemo-ioserver", "--quiet"],
            _scratch.Path);
        (await mpi.Ended()).ShouldEndWith(0);

        for (var hour = 1; hour <= 2; hour++)
        {
            var values = Doubles($"0::262101::{hour}");
            values.Length.ShouldBe(Ni * Nj);
            for (var point = 0; point < values.Length; point++)
                values[point].ShouldBe(10 + hour + (point / 1000.0));
        }
    }

    [Fact]
    public async Task Calls_that_are_wrong_are_told_and_the_model_lives_on()
    {
        _scratch.Write("bad.yaml", "client:\n  plans:\n    - name: p\n      actions:\n        - type: selct\n");
        _scratch.Write("plan.yaml", """
            client:
              plans:
                - name: p
                  actions:
                    - type: select
                      match: [{category: [ocean-2d]}]
                    - type: statistics
                      output-frequency: 1d
                      operations: [average]
                    - type: "null"
            """);
        using var program = WindrowProcess.StartCommand([programs["misuse"], "plan.yaml", "bad.yaml"], _scratch.Path);

        var result = (await program.Ended()).ShouldEndWith(0);

        var lines = result.Output.Split('\n');
        Returned(lines, "multio_new_configuration_from_filename(&cc, \"/no/such/plan.yaml\")").ShouldBe("1");
        Returned(lines, "multio_new_configuration_from_filename(&cc, argv[1])").ShouldBe("0");
        Returned(lines, "multio_write_field_double(mio, md, NULL, 4)").ShouldBe("1");
        Returned(lines, "multio_write_field_double((multio_handle_t*)md, md, values, 4)").ShouldBe("1");
        Returned(lines, "multio_write_field_double(mio, copy, values, 4)").ShouldBe("0");
        Returned(lines, "multio_data_set_double_scalar(data, values, 1)").ShouldBe("1");
        Returned(lines, "multio_delete_handle(mio)").ShouldBe("0");
        lines.ShouldContain("accepted 1");
        lines.ShouldContain("accepted 0");
        lines.ShouldContain("size 8");
        result.Error.ShouldContain("/no/such/plan.yaml: error WR5003: there is no");
        lines.ShouldContain("  handler of the configuration 1: 'key' is a null pointer");
        lines.ShouldContain(static line => line.StartsWith("  handler of the configuration 1: values 1 to 1 of 1", StringComparison.Ordinal));
        lines.ShouldContain(static line => line.StartsWith("  handler of the configuration 1: plan 'p', 2:statistics: Field", StringComparison.Ordinal) && line.Contains("the message has no reference time", StringComparison.Ordinal));
        lines.ShouldContain(static line => line.StartsWith("  handler of the handle 1: ", StringComparison.Ordinal) && line.Contains("is no multio_metadata_t, or one that was deleted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("old-c")]
    [InlineData("old-cxx")]
    public async Task A_program_that_was_written_for_multio_compiles_links_and_starts(string program) => (await Tool(programs[program])).ShouldEndWith(0);

    private static string Plan(string transport, int port) => $$"""
        client:
          plans:
            - name: grid-info
              actions:
                - type: select
                  match: [{category: [ocean-domain-map, ocean-mask]}]
                - {type: transport, target: server}
            - name: fields
              actions:
                - type: select
                  match: [{category: [ocean-2d]}]
                - {type: transport, target: server}
        server:
          transport: {{transport}}
          step-meter-file: reached
          {{(transport == "tcp" ? $"servers: [{{host: localhost, ports: [{port}]}}]" : "")}}
          plans:
            - name: means
              actions:
                - type: select
                  match: [{category: [ocean-2d]}]
                - type: aggregate
                - type: mask
                - type: statistics
                  output-frequency: 6h
                  operations: [average]
                - type: encode
                  format: grib
                  additional-metadata: {typeOfLevel: oceanSurface, bitsPerValue: 24}
                - type: sink
                  sinks:
                    - {{(transport == "mpi" ? "{type: file, path: out.grib, per-server: true}" : "{type: file, path: out.grib}")}}
        """;

    // Four products, whichever server wrote them: means of hours 1 to 6 and 7 to 12 of both fields.
    private void ShouldBeMeans(string[] files)
    {
        var fields = files.SelectMany(file => GribFields.Read(new PhysicalFileSystem(), _scratch[file])).ToList();
        fields.Select(static field => $"{field.Text("paramId")} {field.Text("stepRange")}").Order().ShouldBe(["263101 0-6", "263101 6-12", "263124 0-6", "263124 6-12"]);
        foreach (var field in fields)
        {
            var mean = 10 + (field.Text("stepRange") == "0-6" ? 3.5 : 9.5);
            var sign = field.Text("paramId") == "263101" ? 1 : -1;
            field.Values.Length.ShouldBe(Ni * Nj);
            for (var point = 0; point < field.Values.Length; point++)
            {
                if (point % PointsBetweenLand == 0)
                    field.Values[point].ShouldBe(double.NaN);
                else
                    field.Values[point].ShouldBe(sign * (mean + (point / 1000.0)), 1e-5);
            }
        }
    }

    private async Task<Result> Mpi(string ranks, params string[] arguments)
    {
        using var mpi = WindrowProcess.StartCommand(["mpirun", "--oversubscribe", "--allow-run-as-root", "-np", ranks, programs["model-mpi"], .. arguments], _scratch.Path);
        return await mpi.Ended();
    }

    private async Task<Result> Tool(params string[] command)
    {
        using var tool = WindrowProcess.StartCommand(command, _scratch.Path);
        return await tool.Ended();
    }

    private double[] Doubles(string file)
    {
        var bytes = File.ReadAllBytes(_scratch[file]);
        var values = new double[bytes.Length / sizeof(double)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }

    private static string Returned(string[] lines, string call) =>
        lines.Where(line => line.StartsWith(call + " = ", StringComparison.Ordinal)).Select(line => line[(call.Length + 3)..]).First().ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
