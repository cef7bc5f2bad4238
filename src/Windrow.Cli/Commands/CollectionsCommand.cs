using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Collect;
using Windrow.Core.PlugIns.Collect.Orders;
using Windrow.Core.State;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow collections list|show|fire|extend|drop|import FLOW</c></summary>
internal static class CollectionsCommand
{
    public static Command Create() => new("collections", "Look at the sets that the collect actions of a flow gather, end them, put them off, or take over those of a rulechecker.")
    {
        List(), Show(),
        Order("fire", SetVerb.Fire, "Let a set leave now, as it is."), Order("extend", SetVerb.Extend, "Put the deadline of a set off."), Order("drop", SetVerb.Drop, "Give a set up for good."), CollectionsImport.Create(),
    };

    private static Command List()
    {
        var flow = FlowStateDirectory.Argument();
        var (plan, json) = (PlanOption(), JsonOption());
        var open = new Option<bool>("--open") { Description = "Only sets that wait for members." };
        var command = new Command("list", "List the sets, the oldest of each action first.") { flow, OverlayOption.OfAll, plan, open, json };
        command.SetAction(parsed => Look(parsed.GetValue(flow)!, parsed.GetValue(plan), static _ => false, sets =>
        {
            foreach (var set in sets.Where(set => set.IsOpen || !parsed.GetValue(open)))
                Console.Out.WriteLine(parsed.GetValue(json) ? CollectionReport.Json(set, isWhole: false) : CollectionReport.Line(set));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Show()
    {
        var flow = FlowStateDirectory.Argument();
        var key = new Argument<string>("key") { Description = "Key of the set, as 'collections list' gives it, such as date=20260729,step=6." };
        var (plan, json) = (PlanOption(), JsonOption());
        var command = new Command("show", "Tell everything about a set: its members, what is missing, and why it is still open.") { flow, OverlayOption.OfAll, key, plan, json };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(key)!;
            return Look(parsed.GetValue(flow)!, parsed.GetValue(plan), metadata => StoredCollection.TextOf(metadata) == wanted, sets =>
            {
                var keys = new HashSet<string>(StringComparer.Ordinal);
                foreach (var set in sets)
                {
                    if (!keys.Add(set.KeyText) && set.KeyText != wanted)
                        continue;
                    if (set.KeyText == wanted && parsed.GetValue(json))
                        Console.Out.WriteLine(CollectionReport.Json(set, isWhole: true));
                    else if (set.KeyText == wanted)
                        CollectionReport.Print(set, Console.Out);
                }

                if (keys.Contains(wanted))
                    return ExitCode.Ok;
                Console.Error.WriteLine($"windrow: there is no set '{wanted}'{Suggestion.Clause(wanted, keys)}; 'windrow collections list {parsed.GetValue(flow)}' lists them");
                return ExitCode.Findings;
            });
        });
        return command;
    }

    private static Command Order(string name, SetVerb verb, string description)
    {
        var flow = FlowStateDirectory.Argument();
        var key = new Argument<string>("key") { Description = "Key of the set, as 'collections list' gives it, such as date=20260729,step=6." };
        var plan = PlanOption();
        var command = new Command(name, description) { flow, OverlayOption.OfAll, key, plan };
        var by = new Option<string>("--by") { Description = "By how much, such as 30m; from now on, where the deadline is over.", Required = true };
        if (verb == SetVerb.Extend)
            command.Add(by);
        command.SetAction(parsed =>
        {
            var time = TimeSpan.Zero;
            if (verb == SetVerb.Extend && (!DurationText.TryParse(parsed.GetValue(by)!, out time) || time <= TimeSpan.Zero))
            {
                Console.Error.WriteLine($"windrow: '{parsed.GetValue(by)}' is no time by which a deadline could be put off; write for example 30m or 2h");
                return ExitCode.Usage;
            }

            return CollectionOrdering.Run(verb, parsed.GetValue(flow)!, parsed.GetValue(key)!, parsed.GetValue(plan), time);
        });
        return command;
    }

    private static Option<string?> PlanOption() => new("--plan") { Description = "Only sets of this plan." };

    private static Option<bool> JsonOption() => new("--json") { Description = "Print a JSON object a line." };

    private static int Look(string flow, string? plan, Func<Metadata, bool> wants, Func<IEnumerable<StoredCollection>, int> tell)
    {
        var services = CommandServices.Create();
        return FlowStateDirectory.Look(flow, services, state =>
        {
            var actions = StoredCollections.Actions(state);
            if (plan is null || actions.Any(action => action.Plan == plan))
                return tell(Read(state, actions.Where(action => plan is null || action.Plan == plan), services, wants));
            Console.Error.WriteLine($"windrow: no plan '{plan}' has collected anything{Suggestion.Clause(plan, actions.Select(static action => action.Plan))}");
            return ExitCode.Findings;
        });
    }

    private static IEnumerable<StoredCollection> Read(IStateReader state, IEnumerable<(string Plan, string Action)> actions, EngineServices services, Func<Metadata, bool> wants)
    {
        var formats = CompositionRoot.PlugIns().Formats;
        return actions.SelectMany(action => StoredCollections.Read(state, action.Plan, action.Action, formats, services.Time.GetUtcNow().UtcDateTime, wants));
    }
}
