using System.Globalization;
using System.Runtime.InteropServices;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Models;

namespace Windrow.Fields.Hammer;

/// <summary>A client of a hammer: writes its slice of every field, as a rank of a model does.</summary>
public static class HammerClient
{
    /// <summary>Writes everything, with a flush behind each step.</summary>
    /// <param name="transport">Options of the transport's <c>server</c>, as YAML without braces.</param>
    /// <param name="client">Which of the clients it is, from 0.</param>
    /// <param name="pause">Between two steps, as a model computes.</param>
    /// <exception cref="FailureException">Something could not be sent, or the servers have not acknowledged it.</exception>
    /// <exception cref="IOException">A server cannot be reached.</exception>
    public static void Run(HammerLoad load, string transport, int client, TimeSpan pause, EngineServices services)
    {
        var flow = HammerFlow.Client(transport, services);
        using var model = new ModelClient(flow, services);
        model.OpenConnections();
        Declare(model, load, client);
        var values = FieldPayload.Rent(load.Precision, load.Share(client).Count);
        for (var step = 0; step < load.Steps; step++)
        {
            for (var field = step * load.Params * load.Levels; field < (step + 1) * load.Params * load.Levels; field++)
                Write(model, load, client, field, values);
            model.Write(MessageKind.Flush, Metadata.From(("flushKind", "default"), ("domain", HammerLoad.Domain), ("step", (long)step), ("toAllServers", true)), Payload.None);
            if (pause > TimeSpan.Zero)
                Task.Delay(pause, services.Time).GetAwaiter().GetResult();
        }

        values.Release();
        model.CloseConnections();
        model.Close();
    }

    /// <summary>The options that say which client it is.</summary>
    public static string Identity(HammerLoad load, int client) => string.Create(CultureInfo.InvariantCulture, $"client-id: {client}, client-count: {load.Clients}");

    private static void Declare(ModelClient model, HammerLoad load, int client)
    {
        var (first, count) = load.Share(client);
        var points = Enumerable.Range(first, count).ToArray();
        var metadata = Metadata.From(("name", HammerLoad.Domain), ("category", "hammer-domain"), ("representation", "unstructured"), ("misc-globalSize", (long)load.Points), ("toAllServers", true));
        model.Write(MessageKind.Domain, metadata, BytesPayload.Copy(MemoryMarshal.AsBytes(points.AsSpan())));
    }

    private static unsafe void Write(ModelClient model, HammerLoad load, int client, int field, FieldPayload values)
    {
        var first = load.Share(client).First;
        if (load.Precision == Precision.Double)
        {
            HammerLoad.Fill(values.Doubles, field, first);
            fixed (double* start = values.Doubles)
                model.WriteField(load.Describe(field), start, Precision.Double, values.Count);
        }
        else
        {
            HammerLoad.Fill(values.Singles, field, first);
            fixed (float* start = values.Singles)
                model.WriteField(load.Describe(field), start, Precision.Single, values.Count);
        }
    }
}
