using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Expectations;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Routing;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Windrow.Core.Traces;

namespace Windrow.Core.Sources;

/// <summary>A source's way into the flow: it accepts messages as fast as plans, queues and credit allow.</summary>
public sealed class SourceContext : IDeliveryOwner
{
    private readonly Source _source;
    private readonly FlowHost _host;
    private readonly SourceCredit _credit;
    private readonly MatchSet _matches = new();
    private readonly SourceJournal? _journal;
    private readonly Pause _pause = new();
    private EarlierRun? _bringsAgain; // until it has brought what an earlier run may have brought
    private RoutingTable _table;
    private Lane[] _lanes;
    private Message[] _shares = [];
    private bool _isShut;

    internal SourceContext(Source source, string name, FlowHost host, RoutingTable table)
    {
        _source = source;
        _host = host;
        _credit = new SourceCredit(host.Definition.Settings.CreditCount, host.Definition.Settings.CreditBytes);
        Name = name;
        RunVersion = default(MessageId).With((ulong)host.Services.Time.GetUtcNow().UtcTicks).With((ulong)host.Services.Random.NextInt64()).Low;
        _table = table;
        _lanes = table.NewLanes();

        // Where nothing outlives the process anyway, reading again from the beginning is the same.
        if (source.Promise == SourcePromise.Replayable && host.Store.IsOpen)
        {
            _journal = new SourceJournal(host.Store.Open(), name);
            if (!host.Store.EarlierRun.IsOver)
            {
                _bringsAgain = host.Store.EarlierRun;
                _bringsAgain.Expect(1);
            }
        }
    }

    /// <summary>The source's name in the flow file.</summary>
    public string Name { get; }

    /// <summary>The version of input that is another in every run, such as standard input; see <see cref="Origin"/>.</summary>
    public ulong RunVersion { get; }

    public EngineServices Services => _host.Services;

    /// <summary>What the flow's sources and actions have in common.</summary>
    public FlowShared Shared => _host.Shared;

    /// <summary>True: take what is there now, then come to an end; do not wait for more.</summary>
    public bool Once => _host.Once;

    /// <summary>Messages accepted and not settled yet.</summary>
    public long Open => _credit.Count;

    /// <summary>Whether nothing new is taken in now, as there is no room.</summary>
    internal bool IsHeldUp => _credit.IsSpent || _host.Congestion.IsAny;

    /// <summary>When the source brought its last message; null: it brought none, or nobody wants to know.</summary>
    internal DateTimeOffset? LastAccepted { get; private set; }

    /// <summary>The expectations of the flow.</summary>
    internal ExpectationBoard Expectations => _host.Expectations;

    /// <summary>True while an operator holds the source back.</summary>
    public bool IsPaused => _pause.IsOn;

    /// <summary>Holds the source back, or lets it go on.</summary>
    internal void Pause(bool on) => _pause.Set(on);

    /// <summary>Held while a message is routed and run in line; a reload takes it to change the plans in between.</summary>
    internal Lock Turn { get; } = new();

    /// <summary>
    /// Offers a message to every plan. It returns at once while there is room, else when there is some again; from
    /// then on the message is the engine's.
    /// </summary>
    /// <param name="receipt">Comes back with the settled delivery.</param>
    /// <exception cref="OperationCanceledException">Stopped before the message was accepted; it is still the caller's.</exception>
    public ValueTask AcceptAsync(Message message, object? receipt = null, CancellationToken stop = default)
    {
        if (!_credit.IsSpent && !_host.Congestion.IsAny && !IsPaused)
        {
            Take(message, receipt);
            return default;
        }

        return AcceptWhenThereIsRoom(message, receipt, stop);
    }

    /// <summary>
    /// The same on the caller's thread from beginning to end, for a source that somebody calls: what runs in line is done when it returns.
    /// </summary>
    /// <inheritdoc cref="AcceptAsync"/>
    public void Accept(Message message, object? receipt = null, CancellationToken stop = default)
    {
        if (_credit.IsSpent || _host.Congestion.IsAny || IsPaused)
            ThereIsRoom(stop).AsTask().GetAwaiter().GetResult();
        Take(message, receipt);
    }

    /// <summary>Hands a message to one plan, past the select at its head and the router. For tests of flows.</summary>
    internal void AcceptFor(string plan, Message message, object? receipt)
    {
        var index = _table.Plans.TakeWhile(each => each.Name != plan).Count();
        lock (Turn)
        {
            var delivery = new Delivery(this, message.Origin, message.Payload.Bytes, receipt);
            _credit.Spend(delivery.Bytes);
            (receipt as ICountedReceipt)?.Accepted();
            _host.CountAccepted();
            delivery.Open(1);
            message.Join(new DeliveryPart(delivery));
            _table.Plans[index].Entrance.Offer(message, _lanes[index]);
        }
    }

    /// <summary>
    /// Reports input that is not a message: it is counted as accepted and dead, and told among the dead letters.
    /// </summary>
    /// <param name="receipt">Comes back with the settled delivery, as for a message.</param>
    public void Reject(Origin origin, Failure failure, object? receipt = null)
    {
        if (_journal is not null && origin.Offset >= 0 && !_journal.Accept(origin))
            return;
        var delivery = new Delivery(this, origin, 0, receipt);
        _credit.Spend(0);
        (receipt as ICountedReceipt)?.Accepted();
        _host.CountAccepted();
        delivery.Open(1);
        var part = new DeliveryPart(delivery);
        _host.Bury(
            new DeadLetter(origin.Id, MessageKind.Event, origin, Metadata.Empty, "", Name, failure, 1, Services.Time.GetUtcNow()),
            () => part.Release(Outcome.Dead));
    }

    /// <summary>
    /// Reports input that cannot be made a message of, and keeps all of it: the dead letter holds what <paramref name="whole"/> carries, and its delivery is
    /// settled when the letter is durable.
    /// </summary>
    /// <param name="whole">The input as it came; from then on the engine's.</param>
    /// <param name="receipt">Comes back with the settled delivery, as for a message.</param>
    public void Reject(Message whole, Failure failure, object? receipt = null)
    {
        var delivery = new Delivery(this, whole.Origin, whole.Payload.Bytes, receipt);
        _credit.Spend(delivery.Bytes);
        (receipt as ICountedReceipt)?.Accepted();
        _host.CountAccepted();
        delivery.Open(1);
        whole.Join(new DeliveryPart(delivery));
        _host.Bury(new DeadLetter(whole.Id, whole.Kind, whole.Origin, whole.Metadata, "", Name, failure, 1, Services.Time.GetUtcNow()), whole);
    }

    /// <summary>What a delivery owed is acknowledged to the outside, so it does not come again; see <see cref="Source.AcknowledgesLater"/>.</summary>
    public static void Acknowledged(Delivery delivery) => delivery.Close();

    /// <summary>
    /// Everything that was there when the source started has been brought, so what comes from here on is new. The engine
    /// says it for a source that comes to its end; one that goes on says it itself.
    /// </summary>
    public void CaughtUp() => Interlocked.Exchange(ref _bringsAgain, null)?.Done();

    void IDeliveryOwner.Lightened(Delivery delivery)
    {
        _credit.GiveBackBytes(delivery.Bytes);
        try
        {
            _source.Lightened(delivery);
        }
        catch (Exception exception)
        {
            _host.LogSourceFault(Name, exception);
        }
    }

    void IDeliveryOwner.Settled(Delivery delivery)
    {
        _credit.GiveBack(delivery.IsLight ? 0 : delivery.Bytes);
        _host.Count(delivery.Outcome);
        MessageTraces.Settled(delivery);
        try
        {
            _source.Settled(delivery);
        }
        catch (Exception exception)
        {
            _host.LogSourceFault(Name, exception);
        }

        if (_source.AcknowledgesLater)
            return;
        if (_journal is null || delivery.Origin.Offset < 0)
            CloseWhenAcknowledged(delivery);
        else
            _journal.Settled(delivery);
    }

    /// <summary>
    /// Forgets how far a file has been read: the source itself remembers from here on that it is done with it.
    /// </summary>
    public void Forget(string path, ulong version) => _journal?.Forget(path, version);

    /// <summary>What the flow keeps beyond its process.</summary>
    internal FlowStore Store => _host.Store;

    /// <summary>Notes a file that was moved away, where such files are removed one day.</summary>
    internal void NoteMoved(MovedInput input)
    {
        if (_host.Definition.Settings.KeepInputs is not null)
            Store.Submit(new MovedWrite(MovedInput.KeyOf(Services.Time.GetUtcNow(), input.Path), input.ToBytes()));
    }

    /// <summary>Tells that something could not be acknowledged; it comes again with the next run.</summary>
    internal void NotAcknowledged(Exception exception) => _host.LogSourceFault(Name, exception);

    /// <summary>Ends the notes of how far the source has come; everything is settled.</summary>
    /// <returns>Where they are kept, to be removed.</returns>
    internal string EndProgress()
    {
        _journal?.End();
        return SourceJournal.ScopeOf(Name);
    }

    /// <summary>Somebody outside waits for what folds hold to be durable: a checkpoint is to come soon, and not only when its time has come.</summary>
    public void HurryCheckpoints() => _host.HurryCheckpoints();

    /// <summary>Turns to another set of plans; the caller holds <see cref="Turn"/>.</summary>
    internal void Use(RoutingTable table)
    {
        _lanes = table.NewLanes(_table, _lanes);
        _table = table;
    }

    /// <summary>Accepts nothing more; completes when no message is run in line.</summary>
    internal Task Shut()
    {
        // Set before the turn is waited for, as the source may be quicker to take it again.
        Volatile.Write(ref _isShut, true);
        return Task.Run(() =>
        {
            lock (Turn)
                return;
        });
    }

    // Until then it could come again, and who has taken it in has to know it.
    private void CloseWhenAcknowledged(Delivery delivery)
    {
        if (_source.Acknowledged is { IsCompleted: false } acknowledged)
            _ = acknowledged.ContinueWith(_ => delivery.Close(), TaskScheduler.Default);
        else
            delivery.Close();
    }

    private async ValueTask AcceptWhenThereIsRoom(Message message, object? receipt, CancellationToken stop)
    {
        await ThereIsRoom(stop).ConfigureAwait(false);
        Take(message, receipt);
    }

    private async ValueTask ThereIsRoom(CancellationToken stop)
    {
        while (_credit.IsSpent || _host.Congestion.IsAny || IsPaused)
        {
            await _pause.Ended.WaitAsync(stop).ConfigureAwait(false);
            if (_credit.IsSpent)
                _host.HurryCheckpoints();
            await _credit.Available.WaitAsync(stop).ConfigureAwait(false);
            await _host.Congestion.Relieved.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private void Take(Message message, object? receipt)
    {
        if (_journal is not null && message.Origin.Offset >= 0 && !_journal.Accept(message.Origin))
        {
            message.Settle(Outcome.Delivered);
            return;
        }

        lock (Turn)
        {
            if (Volatile.Read(ref _isShut))
                throw new OperationCanceledException("The flow is stopped.");
            var delivery = new Delivery(this, message.Origin, message.Payload.Bytes, receipt);
            _credit.Spend(delivery.Bytes);
            (receipt as ICountedReceipt)?.Accepted();
            _host.CountAccepted();
            if (_host.HasExpectations)
                LastAccepted = Services.Time.GetUtcNow();
            _bringsAgain?.Expect(delivery);
            _host.Services.Traces?.Arrives(message, delivery, Name);
            var plans = _table.Match(message, _matches, out var unjudged);
            delivery.Open(plans.Length + unjudged.Length);
            foreach (var plan in unjudged)
                _table.Plans[plan].BuryUnjudged(message.ShareFor(new DeliveryPart(delivery)));
            Hand(message, delivery, plans);
        }
    }

    private void Hand(Message message, Delivery delivery, ReadOnlySpan<int> plans)
    {
        if (plans.Length == 0)
        {
            message.Settle(Outcome.Unmatched);
            return;
        }

        // Every plan but the last gets a share, and all shares are made before the first plan may finish with its own.
        if (_shares.Length < plans.Length)
            _shares = new Message[plans.Length];
        var shares = _shares.AsSpan(0, plans.Length - 1);
        for (var i = 0; i < shares.Length; i++)
            shares[i] = message.ShareFor(new DeliveryPart(delivery));
        message.Join(new DeliveryPart(delivery));
        for (var i = 0; i < plans.Length; i++)
        {
            var each = i < shares.Length ? shares[i] : message;
            var plan = _table.Plans[plans[i]];
            plan.Results?.Took(Name);
            plan.Entrance.Offer(each, _lanes[plans[i]]);
        }

        shares.Clear();
    }

    private sealed class MovedWrite(string key, byte[] input) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => transaction.PutItem(MovedInput.Scope, key, input);

        // A file that is not noted is kept.
        public override void Completed(StateException? failure)
        {
        }
    }
}
