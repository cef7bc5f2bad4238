using Microsoft.Extensions.Logging;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns.Collect.Expected;
using Windrow.Core.PlugIns.Collect.Orders;
using Windrow.Core.State;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>
/// The sets of a collect action that all processes of the flow have in common. Nothing of a set is in memory: a member is inserted, counted and
/// judged in one transaction under the lock of its set, so exactly one process emits each revision; see decision 14.
/// </summary>
/// <remarks>For the action's thread, but for what the store's thread calls: <see cref="Wrote"/>, <see cref="Looked"/>, <see cref="Look"/>, <see cref="Release"/>.</remarks>
internal sealed partial class SharedCollection
{
    private const int MostMembers = 1_000;
    private const int MostKeys = 10_000;

    // How soon sets are found that a process has left which was killed.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(5);

    private readonly CollectOptions _options;
    private readonly ActionContext _context;
    private readonly Departures _departures;
    private readonly SharedRules _rules;
    private readonly ExpectedNumber? _expected;
    private readonly string _scope;
    private readonly ILogger _log;
    private readonly ByteWriter _writer = new();
    private readonly Dictionary<Metadata, SharedArrival> _keys = [];
    private readonly LookTimer _timer;
    private ArrivalWrite? _pending;
    private DateTime _forgetsNewsAt;
    private Task _last = Task.CompletedTask;
    private int _isLooking;
    private int _begun;
    private int _room;
    private volatile bool _isClosed;

    public SharedCollection(CollectOptions options, ActionContext context, string scope, Departures departures, MemberReading reading, ExpectedNumber? expected, ILogger log)
    {
        (_options, _context, _departures, _log) = (options, context, departures, log);
        _scope = scope;
        _expected = expected;
        _rules = new SharedRules(options, context.Store.Formats, reading);
        _departures.Kept = new SharedMembers(context.Store, options);
        _timer = new LookTimer(context.Services.Time, Look);
    }

    private DateTime Now => _context.Services.Time.GetUtcNow().UtcDateTime;

    private ISharedSetReader Sets => _context.Store.Open().SharedSets!;

    /// <summary>Whether sets are open, or it is not known that none is.</summary>
    public bool HasOpen => Sets.CountOpen(_scope, (byte)SetPhase.Alerted) != 0;

    /// <summary>Sees that what is kept is kept under this configuration.</summary>
    /// <exception cref="StateException">Sets are open that were begun under another.</exception>
    public void TakeUp(string declaration, bool discard)
    {
        var before = Sets.Declaration(_scope);
        if (before == declaration && !discard)
            return;
        if (before is not null && !discard && HasOpen)
            throw new StateException(StateTrouble.Unusable, $"sets of {_context.Path} are open that were begun under another configuration; put that back until they are over, end them with 'windrow collections fire' or 'drop', or give them up with --discard-state");

        // Nothing that is written later is durable without it.
        _context.Store.Submit(new Declaration(transaction =>
        {
            if (discard)
                transaction.RemoveSets(_scope);
            transaction.DeclareSets(_scope, discard ? null : before, declaration, (byte)SetPhase.Alerted);
        }));
    }

    /// <summary>What this process, as which it ran before, was to carry out leaves again.</summary>
    public void Open()
    {
        // Behind what the plan before may be writing down as done.
        SubmitLook(checksLimits: false, withOwn: true);
    }

    /// <param name="are">The numbers of the listed members that it is.</param>
    /// <param name="facts">What is known of the member by this message.</param>
    /// <param name="expected">How many members the set is to have, where that was told.</param>
    public void Process(Message message, Metadata key, MessageId identity, List<int> are, in MemberFacts facts, long? expected, Output output)
    {
        _writer.Clear();
        PayloadReference? payload = null;
        try
        {
            if (_options.Emit == CollectEmission.Members)
            {
                // Its own writer, as the message has a checksum over all that stands in it.
                var body = new ByteWriter();
                payload = _context.Store.Write(body, message);
                _writer.Append(body.Written);
            }
            else
            {
                MemberRow.WriteOrigin(_writer, message);
                if (_options.Handed(message.Metadata) is { } handed)
                    MetadataBinary.Write(_writer, handed);
            }
        }
        catch (NotSupportedException exception)
        {
            output.Fail(message, Failure.Permanent(exception.Message));
            return;
        }
        catch (StateException exception)
        {
            output.Fail(message, Failure.From(exception));
            return;
        }

        output.Hold(message);
        var part = message.Part;
        message.Abandon();
        _pending ??= new ArrivalWrite(_scope, _rules, this);
        _pending.Add(new SharedMember(ArrivalOf(key, identity), key, Now, [.. are], message.Id, facts, expected, _writer.Written.ToArray(), payload, part));
        if (_pending.Count >= MostMembers)
            Submit();
    }

    public void Submit()
    {
        if (_pending is null)
            return;
        (var write, _pending) = (_pending, null);
        _last = write.Done;
        _context.Store.Submit(write);
    }

    /// <summary>Waits until all is durable and what was decided has left.</summary>
    public void Flush(Output output)
    {
        Submit();
        _last.Wait(_context.Stopping);
        _departures.LeaveAll(output);
    }

    /// <summary>All that was made of an emission is done.</summary>
    public void Departed(Emission emission)
    {
        if (emission.Row is { } row)
            _context.Store.Submit(new DoneWrite(_scope, _rules, row, emission.Delivery!, Now));
    }

    /// <summary>Members are durable.</summary>
    public void Wrote(SharedDecisions decisions, int absorbed, int dropped)
    {
        Tell(decisions);
        var (begun, next, late) = (decisions.Begun, decisions.Next, decisions.Late.Count);
        Post(output =>
        {
            output.Count(absorbed, dropped);
            output.CountLate(late);
            _begun += begun;
            if (_begun > _room)
                SubmitLook(checksLimits: true);
            else
                _timer.WakeAt(next, Now);
        });
    }

    /// <summary>Does to a set what an operator wants.</summary>
    /// <param name="done">Takes why nothing was done; null: it is durable.</param>
    public void Order(SetOrder order, TaskCompletionSource<string?> done)
    {
        if (Sets.Find(_scope, order.Key) is not { } row)
        {
            done.SetResult(order.Objection(null));
            return;
        }

        var write = new OrderWrite(_scope, _rules, order, row, Now, isMine: true)
        {
            Wrote = decisions =>
            {
                CollectLog.Ordered(_log, _context.Path, order.Who, _rules.KeyOf(row.Key), order.Done);
                Wrote(decisions, 0, 0);
            },
        };
        write.Done.ContinueWith(outcome => done.SetResult(outcome.Result), TaskScheduler.Default);
        _context.Store.Submit(write);
    }

    public void Release(PayloadReference payload) => _context.Store.Open().Payloads.Release(payload);

    public void Close()
    {
        _isClosed = true;
        _timer.Stop();
    }

    private void MayLeave(IEnumerable<(SharedEmissionRow Row, Metadata Key)> emitted) => _departures.MayLeave([.. emitted.Select(each => new Emission(
        new SharedSet(new SharedSetRow { Number = each.Row.Set, Home = each.Row.Set, Scope = _scope, KeyId = each.Row.KeyId, Key = each.Row.Key, KeyText = "" }, each.Key, _options.Members),
        each.Row.Revision, each.Row.UpTo, each.Row.IsComplete, each.Row.IsAlert) { Row = each.Row })]);

    private SharedArrival ArrivalOf(Metadata key, MessageId identity)
    {
        if (!_keys.TryGetValue(key, out var arrival))
        {
            if (_keys.Count >= MostKeys)
                _keys.Clear();
            var writer = new ByteWriter();
            MetadataBinary.Write(writer, key);
            arrival = new SharedArrival(default(MessageId).With(writer.Written), writer.Written.ToArray(), StoredCollection.TextOf(key), default);
            _keys.Add(key, arrival);
        }

        return arrival with { Identity = identity };
    }

    private void Post(Action<Output> work)
    {
        if (!_isClosed)
        {
            _context.Post(output =>
            {
                if (!_isClosed)
                    work(output);
            });
        }
    }

    private sealed class Declaration(Action<IStateTransaction> change) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => change(transaction);

        public override void Completed(StateException? failure)
        {
        }
    }
}
