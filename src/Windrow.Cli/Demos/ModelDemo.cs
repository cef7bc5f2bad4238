using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;
using Windrow.Fields.Models;
using Windrow.Fields.PlanFiles;

namespace Windrow.Cli.Demos;

/// <summary>
/// A model run in two processes: four ranks of an ocean-like model send their parts over TCP to a server, which puts them together, masks the land,
/// takes daily means and writes GRIB, by a plan file as multio has them. One product is held against a mean worked out apart from the engine.
/// </summary>
internal sealed class ModelDemo(EngineServices services, PlugInCatalog plugIns, string directory)
{
    private const int Ranks = 4;
    private const int Days = 10;
    private const string Plan = "ocean.yaml";

    private const string Plans = """
        # What the ranks of a model do with their parts of fields, and what the server does with whole ones: a plan file of multio.
        client:
          plans:
            - name: domains-and-masks
              actions:
                - type: select
                  match: [ { category: [ ocean-domain-map, ocean-mask ] } ]
                - type: transport
                  target: io-server
            - name: surface
              actions:
                - type: select
                  match: [ { name: [ sst, sss, ssh ] } ]
                - type: transport
                  target: io-server

        io-server:
          transport: tcp
          servers: [ { host: localhost, ports: [ @PORT@ ] } ]
          plans:
            - name: daily-means
              actions:
                - type: select
                  match: [ { category: [ ocean-2d ] } ]
                - type: aggregate
                - type: mask
                  offset-fields: [ sst ]          # °C to K
                - type: statistics
                  output-frequency: 1d
                  operations: [ average ]
                - type: encode
                  format: grib
                  unstructured-grid-type: eORCA1
                - type: sink
                  sinks:
                    - type: file
                      path: daily-means.grib

        """;

    public async Task<int> Run(TextWriter output)
    {
        var flow = new DemoFlow(services, plugIns, directory);
        flow.Write(Plan, Encoding.UTF8.GetBytes(Plans.Replace("@PORT@", FreePort().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        string[] command = ["fields", "serve", Plan, "--quiet"];
        await output.WriteLineAsync($"1. A server of the plan file {directory}/{Plan}:").ConfigureAwait(false);
        await output.WriteLineAsync($"   cd {directory}; windrow {string.Join(' ', command)}").ConfigureAwait(false);
        var model = new OceanModel(Ranks, Days * 24);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"2. A model of {Ranks} ranks on {OceanModel.Points:N0} points, {OceanModel.Params.Count} fields every hour for {Days} days, over TCP")).ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, command) { WorkingDirectory = directory })!;
        var clock = Stopwatch.StartNew();
        if (!await RunModel(model).ConfigureAwait(false))
            return ExitCode.RunTime;
        var written = clock.Elapsed;
        var cpu = await EndOf(server).ConfigureAwait(false);
        if (server.ExitCode != ExitCode.Ok)
            return server.ExitCode;
        PrintThroughput(model, written, clock.Elapsed, cpu, output);
        await output.WriteLineAsync($"4. The products: {directory}/daily-means.grib").ConfigureAwait(false);
        return Check(output) ? ExitCode.Ok : ExitCode.RunTime;
    }

    // Each rank is a thread here, and a process of its own in a real model: they share nothing but the server.
    private async Task<bool> RunModel(OceanModel model)
    {
        var failed = 0;
        await Task.WhenAll(Enumerable.Range(0, Ranks).Select(rank => Task.Factory.StartNew(
            () =>
            {
                try
                {
                    if (Client(rank) is not { } client)
                    {
                        Interlocked.Increment(ref failed);
                        return;
                    }

                    using (client)
                        model.Run(rank, client);
                }
                catch (Exception exception) when (exception is IOException or Windrow.Core.Errors.FailureException)
                {
                    Interlocked.Increment(ref failed);
                    Console.Error.WriteLine($"windrow: rank {rank}: {exception.Message}");
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).ConfigureAwait(false);
        return failed == 0;
    }

    // A process that has ended cannot be asked any more.
    private static async Task<TimeSpan> EndOf(Process process)
    {
        var cpu = TimeSpan.Zero;
        var ended = process.WaitForExitAsync();
        while (!ended.IsCompleted)
        {
            try
            {
                cpu = process.TotalProcessorTime;
            }
            catch (InvalidOperationException)
            {
                // It has ended in between.
            }

            await Task.WhenAny(ended, Task.Delay(10)).ConfigureAwait(false);
        }

        return cpu;
    }

    private ModelClient? Client(int rank)
    {
        var own = services with { Environment = name => name switch { "PMI_RANK" => $"{rank}", "PMI_SIZE" => $"{Ranks}", _ => services.Environment(name) } };
        var diagnostics = new DiagnosticBag();
        var flow = PlanFile.FindForClient(Path.Combine(directory, Plan), own, diagnostics)?.Flow(PlanFile.ClientSection, plugIns);
        if (rank == 0 || flow is null)
            FindingsPrinter.Print(diagnostics);
        return flow is null ? null : new ModelClient(flow, own);
    }

    private static void PrintThroughput(OceanModel model, TimeSpan written, TimeSpan all, TimeSpan server, TextWriter output)
    {
        var megabytes = model.Bytes / 1e6;
        output.WriteLine("3. Throughput");
        foreach (var (what, value) in new (string, FormattableString)[]
        {
            ("parts sent", $"{model.Parts:N0}, {megabytes:N0} MB of values"),
            ("fields put together", $"{model.Parts / Ranks:N0}"),
            ("the model was done after", $"{written.TotalSeconds:0.0} s: {megabytes / written.TotalSeconds:N0} MB/s, {model.Parts / written.TotalSeconds:N0} parts/s"),
            ("the server was done after", $"{all.TotalSeconds:0.0} s, products on disk"),
            ("CPU of the server", $"{server.TotalSeconds:0.0} s, start included: {server.TotalSeconds / (megabytes / 1e3):0.0} s per GB"),
        })
            output.WriteLine($"   {what,-26}{value.ToString(CultureInfo.InvariantCulture)}");
    }

    // The expected mean is a plain loop over the hours of the formula: nothing of the engine is in it.
    private bool Check(TextWriter output)
    {
        var fields = GribFields.Read(services.Files, Path.Combine(directory, "daily-means.grib")).ToList();
        var third = fields.Single(static field => field.Text("paramId") == "263101" && field.Text("stepRange") == "48-72");
        var (largest, sea) = (0.0, 0);
        for (var point = 0; point < third.Values.Length; point++)
        {
            if (OceanModel.IsLand(point) != double.IsNaN(third.Values[point]))
                largest = double.PositiveInfinity;
            else if (!OceanModel.IsLand(point))
                (largest, sea) = (Math.Max(largest, Math.Abs(third.Values[point] - Mean(point))), sea + 1);
        }

        var agrees = fields.Count == Days * OceanModel.Params.Count && third.Values.Length == OceanModel.Points && largest <= third.PackingError * 1.01;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"   {fields.Count} fields of {third.Values.Length:N0} points. Sea surface temperature of day 3 against the mean of its hours: {sea:N0} points of sea, largest difference {largest:0.0e+0} K, packing allows {third.PackingError:0.0e+0} K: {(agrees ? "agrees" : "DISAGREES")}"));
        return agrees;
    }

    private static double Mean(int point)
    {
        var sum = 0.0;
        for (var hour = 49; hour <= 72; hour++)
            sum += OceanModel.Value(0, point, hour) + 273.15;
        return sum / 24;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
