using Windrow.Core.Flows;
using Windrow.Core.State;

namespace Windrow.Core.Expectations;

/// <summary>The expectations of a running flow, over all its plans. Safe for several threads.</summary>
internal sealed class ExpectationBoard(FlowHost host)
{
    private readonly Dictionary<string, PlanResults> _plans = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Plan, string Expectation, OccurrenceState State), long> _told = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _news = NewNews();
    private long _restsSince;

    public DateTime Now => host.Services.Time.GetUtcNow().UtcDateTime;

    public FlowHost Host => host;

    /// <summary>When this run began, UTC.</summary>
    public DateTime Started { get; } = host.Services.Time.GetUtcNow().UtcDateTime;

    /// <summary>The moment of the last look, once all that it found is told and the next one is awaited, UTC; before that the beginning of time.</summary>
    public DateTime RestsSince
    {
        get => new(Volatile.Read(ref _restsSince), DateTimeKind.Utc);
        set => Volatile.Write(ref _restsSince, value.Ticks);
    }

    /// <summary>Completes when something may have come that changes how an expectation stands.</summary>
    public Task News
    {
        get
        {
            lock (_lock)
                return _news.Task;
        }
    }

    public IReadOnlyList<ExpectationBook> Books
    {
        get
        {
            lock (_lock)
                return [.. _plans.Values.SelectMany(static plan => plan.Books)];
        }
    }

    /// <summary>How often each state was told in this run.</summary>
    public IReadOnlyList<(string Plan, string Expectation, OccurrenceState State, long Count)> Told
    {
        get
        {
            lock (_lock)
                return [.. _told.Select(static pair => (pair.Key.Plan, pair.Key.Expectation, pair.Key.State, pair.Value))];
        }
    }

    /// <summary>Turns to the expectations of a flow; what is known of those that stay, stays.</summary>
    public void Use(FlowDefinition flow)
    {
        lock (_lock)
        {
            foreach (var plan in _plans.Values.Where(plan => !flow.Plans.Any(definition => definition.Name == plan.Plan)))
                plan.Use([]);
            foreach (var definition in flow.Plans)
            {
                var known = _plans.GetValueOrDefault(definition.Name);
                if (definition.Expectations.Count == 0 && known is null)
                    continue;
                if (known is null)
                {
                    _plans.Add(definition.Name, known = new PlanResults(this, definition.Name));
                    if (host.Store.IsOpen)
                        known.Restore(host.Store.Open().ReadItems($"{ExpectationRow.ScopePrefix}{definition.Name}"));
                }

                known.Use([.. definition.Expectations.Select(expectation => known.Books.FirstOrDefault(book => book.Expectation.IsSameAs(expectation)) ?? Load(expectation))]);
            }
        }

        Wake();
    }

    /// <summary>What a plan tells its results to; null: it has no expectations.</summary>
    public PlanResults? ResultsOf(string plan)
    {
        lock (_lock)
            return _plans.GetValueOrDefault(plan);
    }

    public void Came(ExpectationBook book, ExpectationRow row)
    {
        Keep(ExpectationRow.ScopeOf(book.Expectation), row.Key, row.ToBytes());
        Wake();
    }

    /// <summary>Notes that somebody was told.</summary>
    public void WasTold(ExpectationNotification notification)
    {
        foreach (var judgement in notification.Judgements)
        {
            var row = new ExpectationRow(judgement.Slot, null, Told: judgement.State, Culprit: notification.Culprit);
            Keep(ExpectationRow.ScopeOf(judgement.Expectation), row.Key, row.ToBytes());
        }
    }

    /// <summary>Counts what is told.</summary>
    public void Count(Expectation expectation, OccurrenceState state, long count)
    {
        var key = (expectation.Plan, expectation.Name, state);
        lock (_lock)
            _told[key] = _told.GetValueOrDefault(key) + count;
    }

    public void Forget(DateTime now)
    {
        foreach (var book in Books)
        {
            if (book.Forget(now) is { Count: > 0 } keys && host.Store.IsOpen)
                host.Store.Submit(new ForgetWrite(ExpectationRow.ScopeOf(book.Expectation), keys));
        }
    }

    /// <summary>Gives up what is kept of expectations that the flow does not have.</summary>
    public void ForgetOthers(FlowDefinition flow)
    {
        var kept = flow.Plans.SelectMany(static plan => plan.Expectations).SelectMany(static expectation => new[] { ExpectationRow.ScopeOf(expectation), $"{ExpectationRow.ScopePrefix}{expectation.Plan}" }).ToHashSet(StringComparer.Ordinal);
        foreach (var scope in host.Store.Open().Scopes(ExpectationRow.ScopePrefix))
        {
            if (!kept.Contains(scope))
                host.Store.Submit(new BeginWrite(scope, null));
        }
    }

    public void Keep(string scope, string key, byte[] value)
    {
        if (host.Store.IsAvailable)
            host.Store.Submit(new KeepWrite(scope, key, value));
    }

    private ExpectationBook Load(Expectation expectation)
    {
        var reader = host.Store.IsOpen ? host.Store.Open() : null;
        if (ExpectationStore.Load(reader, expectation) is { } kept)
            return kept;

        // What was kept under another declaration says nothing about this one.
        var now = Now;
        if (host.Store.IsAvailable)
            host.Store.Submit(new BeginWrite(ExpectationRow.ScopeOf(expectation), ExpectationRow.Since(now, expectation)));
        return new ExpectationBook(expectation, now);
    }

    private void Wake()
    {
        TaskCompletionSource news;
        lock (_lock)
            (news, _news) = (_news, NewNews());
        news.TrySetResult();
    }

    private static TaskCompletionSource NewNews() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class KeepWrite(string scope, string key, byte[] value) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => transaction.PutItem(scope, key, value);

        // What could not be kept is told again, or judged by what the next run knows.
        public override void Completed(StateException? failure)
        {
        }
    }

    /// <param name="since">Null: nothing begins.</param>
    private sealed class BeginWrite(string scope, byte[]? since) : StateWrite
    {
        public override void Apply(IStateTransaction transaction)
        {
            transaction.RemoveItems(scope);
            if (since is not null)
                transaction.PutItem(scope, ExpectationRow.SinceKey, since);
        }

        public override void Completed(StateException? failure)
        {
        }
    }

    private sealed class ForgetWrite(string scope, List<string> keys) : StateWrite
    {
        public override bool MakesRoom => true;

        public override void Apply(IStateTransaction transaction)
        {
            foreach (var key in keys)
                transaction.RemoveItem(scope, key);
        }

        public override void Completed(StateException? failure)
        {
        }
    }
}
