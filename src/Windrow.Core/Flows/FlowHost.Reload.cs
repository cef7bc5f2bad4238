using Windrow.Core.Plans;
using Windrow.Core.Sources;

namespace Windrow.Core.Flows;

/// <content>How a flow changes while it runs.</content>
public sealed partial class FlowHost
{
    /// <summary>
    /// Changes to another definition of the flow: plans and sources whose configuration is the same run on untouched,
    /// the others are drained and replaced.
    /// </summary>
    /// <param name="discardState">Whether state of changed plans may be given up.</param>
    /// <returns>The names of plans whose state would be lost; nothing was changed then. Empty: done.</returns>
    public async Task<IReadOnlyList<string>> ReloadAsync(FlowDefinition definition, bool discardState = false)
    {
        var before = _table.Plans.ToDictionary(static plan => plan.Name);

        // Whether a plan's head may run in line depends on whether there are several sources.
        var sameSources = definition.Sources.Count(static source => !source.IsBuiltIn) > 1 == Definition.Sources.Count(static source => !source.IsBuiltIn) > 1;

        // Whether actions have a stage to wait for memory at, too.
        var sameBudget = definition.Settings.Resources.Memory is null == Definition.Settings.Resources.Memory is null;
        var chains = definition.Chains;
        bool Stays(PlanDefinition plan) => sameSources && sameBudget && before.TryGetValue(plan.Name, out var old) && old.Definition.Canonical == plan.Canonical
            && _chains.IsSubmittedTo(old.Definition) == chains.IsSubmittedTo(plan);
        var kept = definition.Plans.Where(Stays).Select(plan => before[plan.Name]).ToHashSet();
        var leaving = _table.Plans.Where(plan => !kept.Contains(plan)).ToList();
        var heirs = leaving.Where(plan => HandsOver(plan, definition)).ToHashSet();
        var losing = leaving.Where(plan => plan.HasOpenState && !heirs.Contains(plan)).Select(static plan => plan.Name).ToList();
        if (losing.Count > 0 && !discardState)
            return losing;

        Budget.Use(definition.Settings.Resources);
        Expect(definition);

        // Built before anything is stopped: what cannot be built leaves the old plans as they are.
        var table = new RoutingTable([.. definition.Plans.Select(plan => Stays(plan) ? before[plan.Name] : NewPlan(plan, definition, chains))]);
        List<SourceRunner> gone;
        var paused = heirs.Count > 0 ? PauseSources() : [];
        await _reentry.Hold().ConfigureAwait(false);
        try
        {
            if (await HandOver(heirs, table).ConfigureAwait(false) is { } failed)
            {
                Budget.Use(Definition.Settings.Resources);
                Expect(Definition);
                return [failed];
            }

            gone = await ReplaceSources(definition, table).ConfigureAwait(false);
        }
        finally
        {
            _reentry.Use(_table);
            _reentry.LetGo();
            foreach (var source in paused)
                source.Pause(false);
        }

        await Retire(leaving, heirs).ConfigureAwait(false);

        // Only now, as the plan before may have had the same durable queue.
        foreach (var plan in table.Plans.Where(plan => !kept.Contains(plan)))
            plan.Open();
        WatchFolds();
        foreach (var runner in gone)
            runner.Dispose();
        FlowLog.Lifecycle(_log, Definition.Name, "reloaded");
        return [];
    }

    private async Task<List<SourceRunner>> ReplaceSources(FlowDefinition definition, RoutingTable table)
    {
        var staying = _runners.Where(runner => definition.Sources.Any(source => source.Name == runner.Definition.Name && source.Canonical == runner.Definition.Canonical)).ToList();
        var leaving = _runners.Except(staying).ToList();
        foreach (var runner in leaving)
            runner.Stop();
        await Task.WhenAll(leaving.Select(static runner => runner.Completion)).ConfigureAwait(false);
        foreach (var runner in staying)
        {
            // Between two messages of the source, so that none is routed by half of the old table.
            lock (runner.Context.Turn)
                runner.Context.Use(table);
        }

        var names = staying.Select(static runner => runner.Definition.Name).ToHashSet();
        var arriving = definition.Sources.Where(source => !names.Contains(source.Name)).Select(source => new SourceRunner(this, source, table)).ToList();
        _runners.RemoveAll(leaving.Contains);
        _runners.AddRange(arriving);
        _table = table;
        foreach (var plan in table.Plans)
            plan.Results = Expectations.ResultsOf(plan.Name);
        Definition = definition;
        _chains = definition.Chains;
        foreach (var runner in arriving)
            runner.Start();
        return leaving;
    }

    // State goes over where a plan of the same name has an action of the same place and configuration for each fold.
    private static bool HandsOver(Plan plan, FlowDefinition definition) =>
        plan.HasFolds && plan.HandsOver && definition.Plans.FirstOrDefault(next => next.Name == plan.Name) is { } heir
        && plan.Folds.All(fold => heir.All.Any(action => action.Path == fold.Path && action.Declaration == fold.Declaration));

    // Between two messages of each source, none of which begins another until it may go on.
    private List<SourceContext> PauseSources()
    {
        var paused = _runners.Select(static runner => runner.Context).Where(static source => !source.IsPaused).ToList();
        foreach (var source in paused)
        {
            source.Pause(true);
            lock (source.Turn)
            {
                // Whoever was inside has left.
            }
        }

        return paused;
    }

    /// <returns>The plan whose state could not be made durable; null: all states are with the new plans.</returns>
    private async Task<string?> HandOver(IEnumerable<Plan> leaving, RoutingTable table)
    {
        var held = new List<Plan>();
        foreach (var plan in leaving)
        {
            // Sources are paused, and queues are held: what a fold took in, or made, behind its checkpoint would be taken
            // in and made by its heir once more.
            held.Add(plan);
            await plan.HoldStored().ConfigureAwait(false);
            if (!await CheckpointAll(plan.Sections.Where(static section => section.HasFolds)).ConfigureAwait(false))
            {
                held.ForEach(static each => each.LetGoStored());
                return plan.Name;
            }

            var next = table.Plans.First(heir => heir.Name == plan.Name);
            next.Restore(discard: false);
            next.Inherit(plan);
        }

        return null;
    }

    private async Task Retire(List<Plan> leaving, HashSet<Plan> heirs)
    {
        _retired = leaving;
        foreach (var plan in leaving)
            plan.LeaveStored();

        // The windows of a plan with an heir are not over.
        await Flush([.. leaving.Where(plan => !heirs.Contains(plan))]).ConfigureAwait(false);
        await Task.WhenAll(leaving.Select(static plan => plan.WhenAtRest())).ConfigureAwait(false);
        foreach (var plan in leaving)
            plan.Dispose();

        // What folds without an heir still remember is of another configuration, and nothing of it is open.
        if (Store.IsOpen)
            Store.Submit(new DiscardWrite([], [.. leaving.Where(plan => !heirs.Contains(plan)).SelectMany(static plan => plan.FoldScopes)], isEnd: false));
        _retired = [];
    }
}
