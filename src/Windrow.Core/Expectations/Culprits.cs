using System.Globalization;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Collect;
using Windrow.Core.State;

namespace Windrow.Core.Expectations;

/// <summary>Finds why a result did not come: who upstream of it is silent, fails or holds.</summary>
/// <param name="reader">The flow's state; null: there is none.</param>
internal sealed class Culprits(ExpectationBoard board, IStateReader? reader)
{
    private const int MostSets = 3;

    /// <returns>A clause for people; null: nothing is found that would explain it.</returns>
    public string? Find(Judgement judgement, DateTime now)
    {
        var plan = judgement.Expectation.Plan;
        var from = judgement.Slot;
        if (board.Started > judgement.Due)
            return $"the flow did not run until {Format(board.Started)}";
        var results = board.ResultsOf(plan);
        var status = board.Host.Plans().FirstOrDefault(each => each.Name == plan);
        return (status is null ? null : Held(status, results))
            ?? Failed(results, from)
            ?? (status is null ? null : Queued(status, now))
            ?? Sets(plan, now)
            ?? (results is null ? null : new SilentSources(board, results).Find(from))
            ?? (status is null ? null : Lost(status));
    }

    private string? Held(PlanStatus plan, PlanResults? results)
    {
        if (plan.IsPaused)
            return "the plan is paused";
        if (plan.Retries.Count > 0)
        {
            var retry = plan.Retries[0];
            var why = results?.LastFailure is { } failure && failure.Action == retry.Action ? $": {failure.Reason}" : "";
            return string.Create(CultureInfo.InvariantCulture, $"action {retry.Action} fails, and has {retry.Count} messages to be tried again from {Format(retry.Next.UtcDateTime)} on{why}");
        }

        foreach (var wait in board.Host.Resources().Waiting)
        {
            if (wait.Name.StartsWith(plan.Name + "/", StringComparison.Ordinal))
                return $"action {wait.Name[(plan.Name.Length + 1)..]} waits for {(wait.Class is null ? "memory" : $"the class '{wait.Class}'")} since {Format(wait.Since.UtcDateTime)}";
        }

        return null;
    }

    private static string? Failed(PlanResults? results, DateTime from) => results?.LastFailure is { IsEnd: true } failure && failure.At >= from
        ? $"action {failure.Action} failed at {Format(failure.At)}: {failure.Reason}"
        : null;

    private static string? Queued(PlanStatus plan, DateTime now)
    {
        foreach (var stage in plan.Stages)
        {
            if (stage.Count > 0)
            {
                var oldest = stage.OldestAge is { } age ? $", the oldest since {Format(now - age)}" : "";
                return string.Create(CultureInfo.InvariantCulture, $"action {stage.Name[(plan.Name.Length + 1)..]} holds {stage.Count} messages{oldest}");
            }
        }

        return null;
    }

    // Sets that wait for members say which.
    private string? Sets(string plan, DateTime now)
    {
        if (reader is null)
            return null;
        try
        {
            foreach (var (ofPlan, action) in StoredCollections.Actions(reader))
            {
                if (ofPlan != plan)
                    continue;
                var open = StoredCollections.Read(reader, plan, action, board.Host.Store.Formats, now, static _ => false).Where(static set => set.IsOpen).Take(MostSets).ToList();
                if (open.Count > 0)
                    return $"action {action} holds {string.Join(", ", open.Select(Describe))}";
            }
        }
        catch (StateException exception)
        {
            return $"the sets of the plan cannot be read: {exception.Message}";
        }

        return null;
    }

    private static string Describe(StoredCollection set)
    {
        var missing = set.Missing.SelectMany(static tier => tier.Members).Take(5).Select(StoredCollection.TextOf).ToList();
        return missing.Count > 0 ? $"the set {set.KeyText}, which lacks {string.Join("; ", missing)}" : $"the set {set.KeyText} ({set.Why})";
    }

    // Nothing is under way and something was brought: it ended on the way.
    private static string? Lost(PlanStatus plan)
    {
        foreach (var (path, counters) in plan.Actions)
        {
            if (counters.Dropped > 0)
                return string.Create(CultureInfo.InvariantCulture, $"action {path} has dropped {counters.Dropped} of {counters.In} messages in this run");
        }

        return plan.Owed > 0 ? string.Create(CultureInfo.InvariantCulture, $"the plan has taken {plan.Owed} messages into what is not complete") : null;
    }

    private static string Format(DateTime time) => TimeText.Format(new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc));
}
