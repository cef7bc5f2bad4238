using Microsoft.Extensions.Logging;
using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns.Collect.Expected;
using Windrow.Core.PlugIns.Collect.Shared;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// Gathers messages into sets and lets a set go when it is complete, quiet, or its deadline has come. With a state store a
/// member is settled when its row is durable, and what is decided leaves when the decision is; see decision 8. Without one
/// members are held with their deliveries until their set ends.
/// </summary>
/// <param name="directory">What paths of files and directories are relative to.</param>
internal sealed partial class CollectAction(CollectOptions options, string directory) : PlanAction
{
    private readonly MemberKeys _keys = new(options);
    private readonly MemberReading _reading = new(options);
    private readonly Completeness _completeness = new(options);
    private readonly SetTable _sets = new(options.Tolerance);
    private readonly SortedDictionary<long, CollectedSet> _restored = [];
    private readonly List<int> _are = [];
    private ActionContext _context = null!;
    private KeptSets? _kept;
    private SharedCollection? _shared;
    private Departures _departures = null!;
    private LookTimer? _timer;
    private ExpectedNumber? _expected;
    private ILogger _log = null!;
    private long _lastNumber;
    private bool _hasOwn;
    private volatile bool _isClosed;

    // Deadlines reach the sets through the stage.
    public override bool Waits => true;

    public override bool HasOpenState => _shared?.HasOpen ?? _sets.OpenCount > 0;

    // The ledger keeps the configuration, and gives back what was kept. Nothing waits for a checkpoint to be settled.
    public override bool Checkpoints => true;

    public override bool? SharesState => options.MayShare ? options.Shared : false;

    // A deadline may come between the checkpoint and the end of this instance.
    public override bool HandsOver => false;

    private DateTime Now => _context.Services.Time.GetUtcNow().UtcDateTime;

    public override void Start(ActionContext context)
    {
        _context = context;
        _log = context.Services.Logs.CreateLogger("windrow.collect");
        _departures = new Departures(options, context, Departed, directory, _log);
        if (options.Expected is { } expected)
            _expected = new ExpectedNumber(expected, context.Services, directory, _log, context.Path);
        if (context.Ledger is { } ledger && (options.MayShare && context.Store.IsShared))
        {
            _shared = new SharedCollection(options, context, ledger.Scope, _departures, _reading, _expected, _log);
            return;
        }

        if (context.Ledger is { } own)
            _departures.Kept = _kept = new KeptSets(context.Store, own, options, _departures.MayLeave);
        _timer = new LookTimer(context.Services.Time, () => Post(LookAtDue));
    }

    public override void Process(Message message, Output output)
    {
        if (_kept is not null)
            _kept.HasEnded = false;
        if (!_keys.TryRead(message, out var key, out var identity, out var failure))
        {
            output.Fail(message, failure!);
            return;
        }

        _are.Clear();
        options.Members.Find(message.Metadata, _are);
        if (_are.Count == 0 && options.IsClosedList)
        {
            Drop(message, output);
            return;
        }

        if (_shared is not null)
        {
            if (_reading.TryRead(message.Metadata, out var read, out failure))
                _shared.Process(message, key, identity, _are, read, _expected?.Of(key, message.Metadata, Now), output);
            else
                output.Fail(message, failure!);
            return;
        }

        key = _sets.KeyOf(key);
        var set = _sets.Find(key);
        var waiting = set?.FindWaiting(identity);
        if (waiting is null ? (set is not null && (set.Has(identity) || !TakesLate(set))) || _sets.WasIn(key, identity) : !TakesMore(set!))
        {
            if (set is { IsOpen: false } && !set.Has(identity) && !set.AreIn(_are))
                TellLate(set, message, output);
            Drop(message, output);
        }
        else if (!_reading.TryRead(message.Metadata, out var facts, out failure))
            output.Fail(message, failure!);
        else
            Take(message, key, identity, set, waiting, waiting is null ? facts : _reading.Join(waiting.Known, facts), output);
    }

    public override void EndBatch(bool more, Output output)
    {
        _kept?.Submit();
        _shared?.Submit();
    }

    /// <summary>
    /// What came before the barrier is durable, and what was decided has left, before it goes on. At the end of the flow
    /// every set that is open ends as at its deadline.
    /// </summary>
    public override void Flush(Message flush, Output output)
    {
        // What others gather too does not end with this process.
        if (_shared is not null)
        {
            _shared.Flush(output);
            output.Emit(flush);
            return;
        }

        var isLast = flush.Metadata.TryGetString("flushKind", out var kind) && kind is "close-connection" or "end-of-simulation";
        while (isLast && _sets.OldestOpen is { } oldest)
            EndNow(oldest, output);
        if (_kept is not null)
        {
            _kept.Wait(_context.Stopping);
            _departures.LeaveAll(output);
            _kept.Submit();
            _kept.HasEnded = isLast;
        }

        output.Emit(flush);
    }

    public override void Restore(string key, ReadOnlySpan<byte> state, StoredFormats formats)
    {
        if (!MemberRow.TrySplit(key, out var ofSet, out var number))
            throw new CorruptDataException($"a member with the number '{key}'");
        if (_shared is not null)
        {
            RestoreOwn(number, state);
            return;
        }

        if (number == 0)
        {
            var set = SetRow.Read(ofSet, state, options.Members, formats);
            _restored.Add(set.Number, set);
            _lastNumber = Math.Max(_lastNumber, set.Number);
            _kept!.WasRestored();
            return;
        }

        // Rows come in the order of their keys, so that of the set was the last before those of its members.
        var of = _restored.GetValueOrDefault(_lastNumber);
        if (of is null || !ofSet.SequenceEqual(SetRow.KeyOf(of.Number)))
            throw new CorruptDataException("a member of no set");
        var member = _kept!.ReadMember(state, out var are);
        of.Restore(member, number, are);
    }

    public override bool MayForget(string key, ReadOnlySpan<byte> state) =>
        key.Contains('/', StringComparison.Ordinal) || SetRow.IsDone(state);

    public override void TakeUp(bool discard)
    {
        if (_hasOwn)
            _context.Ledger!.Discard();
        _shared?.TakeUp(_context.Ledger!.Declaration, discard);
    }

    public override void Open()
    {
        _shared?.Open();
        foreach (var set in _restored.Values)
        {
            _sets.Add(set);
            _departures.MayLeave(set.Due);
        }

        if (_restored.Count > 0)
            Post(TakeUp);
    }

    public override void Close()
    {
        _isClosed = true;
        _shared?.Close();
        _timer?.Stop();
        _departures.Close();
    }

    // Sets that this process had alone before.
    private void RestoreOwn(int number, ReadOnlySpan<byte> state)
    {
        if (number == 0 && !SetRow.IsDone(state))
            throw new StateException(StateTrouble.Unusable, $"sets of {_context.Path} are open that this process gathers alone; write 'shared: false' until they are over, or give them up with --discard-state");
        _hasOwn = true;
    }
}
