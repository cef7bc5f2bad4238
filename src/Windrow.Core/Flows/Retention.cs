using Microsoft.Extensions.Logging;
using Windrow.Core.State;

namespace Windrow.Core.Flows;

/// <summary>Removes from a flow's state what was kept long enough, and inputs: at the start, then every hour, some at a time.</summary>
internal sealed class Retention : IDisposable
{
    private const int AtATime = 1_000;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly FlowStore _store;
    private readonly TimeProvider _time;
    private readonly FlowSettings _settings;
    private readonly InputRetention _inputs;
    private readonly ITimer _timer;
    private int _isRemovingInputs;

    public Retention(FlowStore store, EngineServices services, FlowSettings settings, ILogger log)
    {
        var time = services.Time;
        _store = store;
        _time = time;
        _inputs = new InputRetention(store, services.Files, log);
        _settings = settings;
        _timer = time.CreateTimer(static self => ((Retention)self!).Begin(), this, TimeSpan.Zero, Every);
    }

    /// <summary>Inputs removed in this run.</summary>
    public long InputsRemoved => _inputs.Removed;

    public void Dispose() => _timer.Dispose();

    private void Begin()
    {
        if (_store.IsOpen)
            _store.Submit(new Removal(this, Before(_settings.KeepProducts), Before(_settings.KeepDeadLetters)));

        // A pass over many files may take longer than until the next.
        if (_settings.KeepInputs is not { } kept || Interlocked.Exchange(ref _isRemovingInputs, 1) != 0)
            return;
        try
        {
            _inputs.Remove(Before(kept));
        }
        finally
        {
            Volatile.Write(ref _isRemovingInputs, 0);
        }
    }

    private DateTimeOffset Before(TimeSpan kept)
    {
        var now = _time.GetUtcNow();
        return kept < now - DateTimeOffset.MinValue ? now - kept : DateTimeOffset.MinValue;
    }

    // Small transactions, with the flow's own writes between them.
    private sealed class Removal(Retention retention, DateTimeOffset products, DateTimeOffset letters) : StateWrite
    {
        private bool _mayBeMore;

        public override bool MakesRoom => true;

        public override void Apply(IStateTransaction transaction) =>
            _mayBeMore = transaction.RemoveProducts(products, AtATime) == AtATime | transaction.RemoveDeadLetters(letters, AtATime) == AtATime;

        public override void Completed(StateException? failure)
        {
            if (failure is null && _mayBeMore && retention._store.IsOpen)
                retention._store.Submit(new Removal(retention, products, letters));
        }
    }
}
