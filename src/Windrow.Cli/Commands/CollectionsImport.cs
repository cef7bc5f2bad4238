using System.CommandLine;
using System.Globalization;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Configuration;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns.Collect;
using Windrow.Core.State;
using Windrow.Storage.Postgres;

namespace Windrow.Cli.Commands;

/// <summary>
/// <c>windrow collections import FLOW</c>: what a rulechecker has counted so far is put in front of a collect action, as its source would bring it.
/// </summary>
internal static class CollectionsImport
{
    private const int AtOnce = 1_000;

    public static Command Create()
    {
        var flow = FlowStateDirectory.Argument();
        var from = new Option<string>("--from") { Description = "The database 'rulemonitor', as postgres://user@host/rulemonitor; its password comes from PGPASSWORD or a password file.", Required = true };
        var plan = new Option<string?>("--plan") { Description = "The plan whose collect action takes it in, where several plans have one." };
        var rule = new Option<string?>("--rule") { Description = "Only what was counted for this rule." };
        var map = new Option<string[]>("--map") { Description = "A key of the flow for one of the database, such as day=date.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("import", "Take over what a rulechecker has counted in its database 'rulemonitor'. The flow takes it in at its next start.") { flow, OverlayOption.OfAll, from, plan, rule, map };
        command.SetAction(parsed => Run(parsed.GetValue(flow)!, parsed.GetValue(from)!, parsed.GetValue(plan), parsed.GetValue(rule), parsed.GetValue(map) ?? []));
        return command;
    }

    private static int Run(string path, string from, string? plan, string? rule, string[] maps)
    {
        if (DatabaseAddress.Parse(from, null, out var problem) is not { } database)
            return Refuse($"--from cannot be used: {problem}", ExitCode.Usage);
        if (Array.Find(maps, static each => each.Split('=') is not [{ Length: > 0 }, { Length: > 0 }]) is { } wrong)
            return Refuse($"--map {wrong} does not say which key is which; write for example --map day=date", ExitCode.Usage);
        var services = CommandServices.Create();
        var file = new FlowFile(services, CompositionRoot.PlugIns());
        if (file.Read(path) is not { } definition)
        {
            Reports.FindingsPrinter.Print(file.Diagnostics);
            return ExitCode.Configuration;
        }

        var actions = definition.Plans.SelectMany(static each => each.All.Where(static action => action.Type == "collect").Select(action => (Plan: each.Name, Action: action)))
            .Where(each => plan is null || each.Plan == plan).ToList();
        if (actions.Count != 1 || definition.State is null)
        {
            return Refuse(
                definition.State is null ? "this flow keeps no state ('settings.state: none')"
                : actions.Count == 0 ? $"no plan{(plan is null ? "" : $" '{plan}'")} of the flow collects{Suggestion.Clause(plan ?? "", definition.Plans.Select(static each => each.Name))}"
                : $"several actions collect: {string.Join(", ", actions.Select(static each => $"{each.Plan}/{each.Action.Path}"))}; name the plan with --plan",
                ExitCode.Usage);
        }

        try
        {
            var queue = DeadLetterRetries.QueueOf(actions[0].Plan, actions[0].Action.Path);
            var needed = Needed(actions[0].Action.Declaration);
            using var store = services.States!.Open(definition.State);
            using var lease = FlowLease.Take(store, services);
            var count = Import(store, new Rulemonitor(database), queue, needed, rule, maps, services, definition.Formats);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} members imported; {actions[0].Plan}/{actions[0].Action.Path} takes them in when the flow runs next"));
            return ExitCode.Ok;
        }
        catch (IOException exception)
        {
            return Refuse(exception.Message, ExitCode.RunTime);
        }
    }

    private static long Import(IStateStore store, Rulemonitor monitor, string name, IReadOnlyList<string> needed, string? rule, string[] maps, EngineServices services, StoredFormats formats)
    {
        var messages = new MessageBinary(formats, store.Payloads);
        var (count, now) = (0L, services.Time.GetUtcNow());
        foreach (var page in monitor.Read().Where(each => rule is null || (each.TryGet("rule", out var of) && of.ToString() == rule)).Select(each => Mapped(each, maps)).Chunk(AtOnce))
        {
            var rows = new List<(MessageId Id, byte[] Body)>(page.Length);
            foreach (var metadata in page)
            {
                if (needed.FirstOrDefault(key => !metadata.TryGet(key, out _)) is { } missing)
                    throw new StateException(StateTrouble.Refused, $"what is noted for {metadata} has no '{missing}', which the flow gathers by; say which of its keys that is with --map {missing}=…");
                var text = metadata.ToString();
                var message = new Message(MessageKind.Event, metadata, Payload.None, new Origin("rulemonitor", text));
                var writer = new ByteWriter();
                messages.Write(writer, message);
                rows.Add((message.Id, writer.Written.ToArray()));
            }

            var write = new AwaitedWrite(transaction =>
            {
                var queue = transaction.AddQueue(name);
                foreach (var (id, body) in rows)
                    transaction.Enqueue(queue, id, 0, null, now, body, body.Length, null);
            });
            store.Submit(write);
            write.Wait();
            count += rows.Count;
        }

        return count;
    }

    private static Metadata Mapped(Metadata metadata, string[] maps)
    {
        foreach (var map in maps)
        {
            var (name, of) = (map.Split('=')[0], map.Split('=')[1]);
            if (metadata.TryGet(of, out var value))
                metadata = metadata.With(name, value);
        }

        return metadata;
    }

    private static List<string> Needed(string declaration)
    {
        var options = ConfigReader.Read(declaration, "declaration", new DiagnosticBag()) is MappingNode node
            ? CollectOptions.Set.Bind(node, new DiagnosticBag(), new BindSettings { AlsoKnown = ["type", "stage", "enable", "name", "on-error", "resources"] })
            : new CollectOptions();
        return [.. options.Key, .. options.Member];
    }

    private static int Refuse(string why, int code)
    {
        Console.Error.WriteLine($"windrow: {why}");
        return code;
    }
}
