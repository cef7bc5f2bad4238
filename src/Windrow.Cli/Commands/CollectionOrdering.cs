using System.Text.Json;
using Windrow.Cli.Control;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Leases;
using Windrow.Core.PlugIns.Collect;
using Windrow.Core.PlugIns.Collect.Orders;
using Windrow.Core.State;

namespace Windrow.Cli.Commands;

/// <summary>Lets a set leave, puts it off or gives it up: by the process that runs the flow, or, when none does here, in its state.</summary>
internal static class CollectionOrdering
{
    public static int Run(SetVerb verb, string flow, string key, string? plan, TimeSpan by)
    {
        var services = CommandServices.Create();
        if (FlowStateDirectory.Of(flow, services) is not { } location)
            return ExitCode.Configuration;
        var formats = CompositionRoot.PlugIns().Formats;
        List<StoredCollection> found = [];
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var looked = FlowStateDirectory.Look(location, services, state =>
        {
            foreach (var (of, action) in StoredCollections.Actions(state).Where(each => plan is null || each.Plan == plan))
            {
                foreach (var set in StoredCollections.Read(state, of, action, formats, services.Time.GetUtcNow().UtcDateTime, static _ => false))
                {
                    if (set.IsOpen)
                        keys.Add(set.KeyText);
                    if (set.IsOpen && set.KeyText == key)
                        found.Add(set);
                }
            }

            return ExitCode.Ok;
        });
        if (looked != ExitCode.Ok)
            return looked;
        switch (found.Select(static set => (set.Plan, set.Action)).Distinct().Count())
        {
            case 0:
                return Refuse($"there is no open set '{key}'{Suggestion.Clause(key, keys)}; 'windrow collections list {flow} --open' lists them", ExitCode.Findings);
            case > 1:
                return Refuse($"several plans have an open set '{key}': {string.Join(", ", found.Select(static set => set.Plan).Distinct())}; name one with --plan", ExitCode.Usage);
        }

        return Do(location, found[^1], new SetOrder(verb, key, by, $"{Environment.UserName}@{services.Process.Host}"), services, formats);
    }

    private static int Do(StateLocation location, StoredCollection set, SetOrder order, EngineServices services, Core.Binary.StoredFormats formats)
    {
        try
        {
            using var answer = ControlClient.Ask(location.Directory, Request(set, order));
            var objection = answer is null ? DoStored(location, set, order, services, formats)
                : answer.RootElement.TryGetProperty("error", out var error) ? error.GetString() : null;
            if (objection is not null)
                return Refuse(objection, ExitCode.Findings);
            Console.Out.WriteLine($"{set.KeyText} {order.Done}{(answer is null ? "; it is carried out by the next process that runs the flow" : "")}");
            return ExitCode.Ok;
        }
        catch (IOException exception)
        {
            return Refuse(exception.Message, ExitCode.RunTime);
        }
    }

    private static string? DoStored(StateLocation location, StoredCollection set, SetOrder order, EngineServices services, Core.Binary.StoredFormats formats)
    {
        using var store = services.States!.Open(location);
        using var lease = FlowLease.Take(store, services);
        return StoredOrders.Do(store, set, order, formats, services.Time.GetUtcNow().UtcDateTime);
    }

    private static string Request(StoredCollection set, SetOrder order)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("do", "collection");
            writer.WriteString("verb", order.Verb.ToString());
            writer.WriteString("plan", set.Plan);
            writer.WriteString("action", set.Action);
            writer.WriteString("key", order.Key);
            writer.WriteNumber("by", order.By.Ticks);
            writer.WriteString("who", order.Who);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static int Refuse(string? why, int code)
    {
        Console.Error.WriteLine($"windrow: {why}");
        return code;
    }
}
