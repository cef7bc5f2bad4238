using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Products;

namespace Windrow.Fields.Sinks;

/// <summary>
/// A sink for fields whose writes become durable many at a time. A message is settled when a commit has made it so: with a flush message, when too much
/// waits, or after a time, and, where the flow keeps state, its product is entered in the ledger. Commits that nobody asks for take at most a tenth of the time.
/// </summary>
/// <param name="every">How long a message may wait for a commit.</param>
internal abstract class CommittingSink(TimeProvider time, TimeSpan every) : PlanAction
{
    private const int MaximumPending = 10_000;
    private const long MaximumPendingBytes = 256 << 20;
    private const int LeastDistance = 10;

    private readonly List<EnteredProduct> _pending = [];
    private ProductEntries? _entries;
    private ITimer? _timer;
    private long _pendingBytes;
    private bool _isTimed;
    private bool _isInDoubt;
    private TimeSpan _lastCommit;

    // Files and databases, perhaps of the network.
    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext action)
    {
        _entries = new ProductEntries(action) is { AreKept: true } kept ? kept : null;
        _timer = time.CreateTimer(_ => action.Post(WhenDue), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field)
        {
            output.Drop(message);
            return;
        }

        if (Write(message, output, out var place) is { } failure)
        {
            output.Fail(message, failure);
            return;
        }

        output.Wrote(message, place.Path, continues: true);
        output.DeliverWhenDurable(message);
        _pending.Add(new EnteredProduct(message, place.Path, place.Part, place.Bytes));
        _pendingBytes += place.Bytes;
        if (_pending.Count >= MaximumPending || _pendingBytes >= MaximumPendingBytes)
            CommitPending(output);
    }

    public override void EndBatch(bool more, Output output)
    {
        if (more || _isTimed || _pending.Count == 0)
            return;
        _isTimed = true;
        var distance = _lastCommit * LeastDistance;
        _timer!.Change(every > distance ? every : distance, Timeout.InfiniteTimeSpan);
    }

    public override void Flush(Message flush, Output output)
    {
        // It comes again behind what is written again.
        if (CommitPending(output) is { } failure)
            output.Fail(flush, failure);
        else
            output.Deliver(flush);
    }

    // What is open may be what is broken, and with it what was written and not committed.
    public override void Recover(Exception fault)
    {
        _isInDoubt = _pending.Count > 0;
        Forget();
    }

    public override void Close()
    {
        _timer?.Dispose();
        Forget();
    }

    /// <summary>Writes a field, to be committed later.</summary>
    /// <param name="place">Where it is; its name there tells it from all others.</param>
    /// <returns>Null, or why it could not be written.</returns>
    protected abstract Failure? Write(Message message, Output output, out WrittenPlace place);

    /// <summary>Makes durable what was written.</summary>
    /// <exception cref="IOException">It could not; nobody knows what of it is durable.</exception>
    protected abstract void Commit();

    /// <summary>Lets go of what is open.</summary>
    protected abstract void Forget();

    /// <summary>Commits what waits, if something does.</summary>
    /// <returns>Null, or why all of it is written again.</returns>
    protected Failure? CommitPending(Output output)
    {
        if (_pending.Count == 0)
            return null;
        var begin = time.GetTimestamp();
        try
        {
            if (_isInDoubt)
                throw new IOException("what was written before the plug-in broke may be lost");
            Commit();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Forget();
            return WriteAgain(exception, output);
        }

        _lastCommit = time.GetElapsedTime(begin);
        var committed = TakePending();
        if (_entries is not null)
        {
            _entries.Enter(committed);
            return null;
        }

        foreach (var each in committed)
            each.Message.Settle(Outcome.Delivered);
        return null;
    }

    /// <summary>Has everything written again that is not committed.</summary>
    protected Failure WriteAgain(Exception because, Output output)
    {
        var failure = Failure.Transient(because.Message, null, because);
        foreach (var each in TakePending())
            output.Fail(each.Message, failure);
        return failure;
    }

    private void WhenDue(Output output)
    {
        _isTimed = false;
        CommitPending(output);
    }

    private EnteredProduct[] TakePending()
    {
        EnteredProduct[] taken = [.. _pending];
        _pending.Clear();
        (_pendingBytes, _isInDoubt) = (0, false);
        return taken;
    }
}
