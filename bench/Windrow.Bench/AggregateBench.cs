using System.Globalization;
using System.Runtime.InteropServices;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns.Null;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Windrow.Fields.Aggregate;
using Windrow.Fields.Domains;
using Windrow.Fields.Values;

namespace Windrow.Bench;

/// <summary>
/// Eight parts of a million doubles put together to one field, against a plain copy of the same bytes; and what a part of a few points
/// costs, which is bookkeeping alone. All on one thread, through the plan as a server runs it.
/// </summary>
internal static class AggregateBench
{
    private const int Clients = 8;
    private const int PartPoints = 1_000_000;
    private const int SmallClients = 64;
    private const int SmallPoints = 16;
    private const int SmallFields = 500;

    public static IEnumerable<Figure> Run()
    {
        yield return Large("aggregate of slices", static client => ("unstructured", [.. Enumerable.Range(client * PartPoints, PartPoints)]), 0.8);

        // A global grid of 4000 × 2000, in two columns and four rows of rectangles.
        yield return Large("aggregate of rectangles", static client => ("structured", [4000, 2000, client % 2 * 2000, 2000, client / 2 * 500, 500, 2, 0, 2000, 0, 500]), 0.7);

        // Every eighth point: no two lie side by side.
        yield return Large("aggregate of single points", static client => ("unstructured", [.. Enumerable.Range(0, PartPoints).Select(i => (i * Clients) + client)]), 0.1);
        yield return Small();
    }

    private static Figure Large(string name, Func<int, (string, int[])> map, double goal)
    {
        using var server = new Server();
        for (var client = 0; client < Clients; client++)
            server.Declare(client, Clients * PartPoints, map(client));
        using var parts = new Parts(Clients, PartPoints);
        var global = FieldPayload.Rent(Precision.Double, Clients * PartPoints);
        var step = 0L;
        var (own, copy, ratio) = Measure.Pair(
            () =>
            {
                step++;
                for (var client = 0; client < Clients; client++)
                    server.Take(parts.Message(client, step));
            },
            () =>
            {
                for (var client = 0; client < Clients; client++)
                    parts[client].Doubles.CopyTo(global.Doubles[(client * PartPoints)..]);
            });
        global.Release();
        server.ShouldHaveMade(step);
        return new Figure(name, 1 / ratio, "×", goal, false, string.Create(CultureInfo.InvariantCulture, $"of a plain copy: {own * 1e3:0.00} ms against {copy * 1e3:0.00} ms, {Clients * PartPoints * 16.0 / own / 1e9:0.0} GB/s read and written"));
    }

    private static Figure Small()
    {
        using var server = new Server();
        using var bare = new Server(aggregates: false);
        for (var client = 0; client < SmallClients; client++)
            server.Declare(client, SmallClients * SmallPoints, ("unstructured", [.. Enumerable.Range(client * SmallPoints, SmallPoints)]));
        using var parts = new Parts(SmallClients, SmallPoints);
        var step = 0L;
        var rounds = new List<double>();
        for (var round = 0; round < 10; round++)
        {
            // A pass without the action is taken off: what is left is the action's own.
            var (first, second) = (Messages(parts, ref step), Messages(parts, ref step));
            var own = Measure.Time(() => server.TakeAll(first), cpu: true);
            var none = Measure.Time(() => bare.TakeAll(second), cpu: true);
            if (round > 0)
                rounds.Add((own - none) / first.Length * 1e6);
        }

        server.ShouldHaveMade(step / 2);
        return new Figure("aggregate tiny part", Measure.Median(rounds), "µs", 1, true, $"a {SmallClients}th of a field each, with 18 keys of metadata, the field made and sent on included");
    }

    private static Message[] Messages(Parts parts, ref long step)
    {
        var messages = new Message[SmallFields * SmallClients];
        for (var i = 0; i < messages.Length; i++)
            messages[i] = parts.Message(i % SmallClients, step + (i / SmallClients));
        step += SmallFields;
        return messages;
    }

    /// <summary>The same values again and again, as other fields.</summary>
    private sealed class Parts(int clients, int points) : IDisposable
    {
        private readonly FieldPayload[] _values = [.. Enumerable.Range(0, clients).Select(_ => Ones(points))];
        private readonly string[] _names = [.. Enumerable.Range(0, clients).Select(static client => $"clients/{client}")];
        private readonly Metadata _metadata = Metadata.From(
            ("name", "sst"), ("category", "ocean-2d"), ("domain", "T grid"), ("level", 0L), ("param", "34"), ("levtype", "o2d"), ("gridType", "unstructured_grid"), ("startDate", 20260101L),
            ("startTime", 0L), ("timeStep", 3600L), ("step-frequency", 1L), ("class", "rd"), ("expver", "abcd"), ("toAllServers", false), ("misc-precision", "double"), ("misc-globalSize", (long)clients * points));

        public FieldPayload this[int client] => _values[client];

        public Message Message(int client, long step) => new(
            MessageKind.Field, _metadata.With("step", step).With(SourcePeer.Name, _names[client]), _values[client].Add(), new Origin("bench", "memory", (step * clients) + client));

        public void Dispose()
        {
            foreach (var values in _values)
                values.Release();
        }

        private static FieldPayload Ones(int points)
        {
            var field = FieldPayload.Rent(Precision.Double, points);
            field.Doubles.Fill(1);
            return field;
        }
    }

    private sealed class Server : IDisposable
    {
        private readonly Plan _plan;
        private readonly FlowStore _store;
        private readonly FlowShared _shared = new();
        private readonly Lane _lane;

        public Server(bool aggregates = true)
        {
            var services = new EngineServices();
            _store = new FlowStore(services, "", new StoredFormats());
            ActionDefinition[] actions = aggregates ? [new ActionDefinition("aggregate", 1, null, SourceLocation.None, static () => new AggregateAction(new AggregateOptions()))] : [];
            var sink = new ActionDefinition("null", 2, null, SourceLocation.None, static () => new NullSink());
            _plan = new Plan(new PlanDefinition("bench", Constant.True, actions, [sink], RetryPolicy.Transient, "", SourceLocation.None), services, _store, _shared, new Congestion(), 1);
            _lane = _plan.Entrance.AddLane();
        }

        public void Declare(int client, long globalSize, (string Representation, int[] Numbers) map)
        {
            var metadata = Metadata.From(("name", "T grid"), ("representation", map.Representation), ("misc-globalSize", globalSize), (SourcePeer.Name, $"clients/{client}"));
            var failure = _shared.Get<DomainMaps>().Take(new Message(MessageKind.Domain, metadata, BytesPayload.Copy(MemoryMarshal.AsBytes(map.Numbers.AsSpan())), new Origin("bench", "memory", client)));
            if (failure is not null)
                throw new InvalidOperationException(failure.ToString());
        }

        public void Take(Message message) => _lane.RunInLine(message);

        public void TakeAll(Message[] messages)
        {
            foreach (var message in messages)
                _lane.RunInLine(message);
        }

        public void ShouldHaveMade(long fields)
        {
            if (_plan.Counters()[0].Out != fields)
                throw new InvalidOperationException($"{_plan.Counters()[0].Out} fields were made of {fields}");
        }

        public void Dispose()
        {
            _plan.Dispose();
            _store.Dispose();
        }
    }
}
