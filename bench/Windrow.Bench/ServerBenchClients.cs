using System.Globalization;
using System.Runtime.InteropServices;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Fields;
using Windrow.Fields.Models;
using Windrow.Fields.PlanFiles;

namespace Windrow.Bench;

/// <summary>The ranks of a model, each with a thread and a slice of every field, that write through the client section of a plan file.</summary>
internal sealed unsafe class ServerBenchClients : IDisposable
{
    private readonly ModelClient[] _clients;
    private readonly NativeBuffer _values;
    private readonly int _points;
    private readonly Barrier _step;

    public ServerBenchClients(string plan, int clients, int points)
    {
        _points = points;
        _step = new Barrier(clients);
        _values = NativeBufferPool.Shared.Rent(points / clients * sizeof(double));
        var values = _values.Span<double>(points / clients);
        for (var i = 0; i < values.Length; i++)
            values[i] = 280 + (10 * Math.Sin(i / 1000.0));
        _clients = [.. Enumerable.Range(0, clients).Select(rank => Client(plan, rank, clients))];
    }

    /// <summary>Connects, and declares which points each has.</summary>
    public void Open() => Each((client, rank) =>
    {
        client.OpenConnections();
        var share = _points / _clients.Length;
        var metadata = Metadata.From(("name", "T grid"), ("category", "ocean-domain-map"), ("representation", "unstructured"), ("misc-globalSize", (long)_points), ("toAllServers", true));
        client.Write(MessageKind.Domain, metadata, BytesPayload.Copy(MemoryMarshal.AsBytes(Enumerable.Range(rank * share, share).ToArray().AsSpan())));
    });

    /// <summary>Writes hourly fields, and returns when the server has made all of it durable.</summary>
    public void Write(int from, int steps, int parameters) => Each((client, _) =>
    {
        for (var step = from + 1; step <= from + steps; step++)
        {
            // A model's ranks exchange halos at every step, so none is ahead by more than one.
            _step.SignalAndWait();
            for (var param = 0; param < parameters; param++)
                client.WriteField(Describe(step, 262_100 + param), (void*)_values.Address, Precision.Double, _points / _clients.Length);
        }

        client.Write(MessageKind.Flush, Metadata.From(("flushKind", "default"), ("domain", "T grid"), ("toAllServers", true), ("step", (long)(from + steps))), Payload.None);
    });

    public void Close() => Each(static (client, _) =>
    {
        client.CloseConnections();
        client.Close();
    });

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
        _values.Return();
        _step.Dispose();
    }

    private Metadata Describe(int step, int param) => Metadata.From(
        ("name", "sst"), ("category", "ocean-2d"), ("domain", "T grid"), ("level", 0L), ("param", (long)param), ("paramId", (long)param), ("levtype", "o2d"), ("gridType", "unstructured_grid"),
        ("class", "rd"), ("expver", "abcd"), ("misc-globalSize", (long)_points), ("misc-precision", "double"), ("misc-format", "raw"), ("startDate", 20260101L),
        ("startTime", 0L), ("step", (long)step), ("timeStep", 3600L), ("step-frequency", 1L), ("type", "fc"), ("toAllServers", false));

    private void Each(Action<ModelClient, int> work)
    {
        var failures = new Exception?[_clients.Length];
        var threads = _clients.Select((client, rank) => new Thread(() =>
        {
            try
            {
                work(client, rank);
            }
            catch (Exception exception)
            {
                failures[rank] = exception;
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        if (failures.FirstOrDefault(static failure => failure is not null) is { } first)
            throw new InvalidOperationException("a client could not do its work", first);
    }

    private static ModelClient Client(string plan, int rank, int clients)
    {
        var services = new EngineServices
        {
            Environment = name => name switch
            {
                "PMI_RANK" => rank.ToString(CultureInfo.InvariantCulture),
                "PMI_SIZE" => clients.ToString(CultureInfo.InvariantCulture),
                _ => null,
            },
        };
        var diagnostics = new DiagnosticBag();
        var flow = PlanFile.Read(plan, services, diagnostics)?.Flow(PlanFile.ClientSection, new PlugInCatalog().AddCore().AddFields());
        return flow is null ? throw new InvalidOperationException(string.Join('\n', diagnostics.Sorted)) : new ModelClient(flow, services);
    }
}
