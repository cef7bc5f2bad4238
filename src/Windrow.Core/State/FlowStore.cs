using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Windrow.Core.Binary;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Runs;
using Windrow.Core.Stages.Durable;

namespace Windrow.Core.State;

/// <summary>
/// The state store of one flow. It is opened when something first has to be kept, so that a flow that keeps nothing
/// costs nothing and leaves nothing behind. Safe for several threads.
/// </summary>
public sealed class FlowStore : IDisposable
{
    /// <summary>Where the configurations of plans are kept that have made products, by their hash.</summary>
    public const string Configurations = "configuration";

    private readonly Lock _lock = new();
    private readonly EngineServices _services;
    private readonly IStateProvider? _provider;
    private readonly StateLocation? _location;
    private readonly long _maximum;
    private readonly StoredFormats _formats;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, bool> _described = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReplayGuard> _guards = new(StringComparer.Ordinal);
    private IStateStore? _store;
    private MessageBinary? _messages;
    private RunEntry? _run;
    private RunEnd _end = RunEnd.Failed;
    private int _lacksRoom;
    private bool _isClosed;

    /// <param name="location">Where it is; null: the flow keeps nothing beyond its process.</param>
    /// <param name="maximum">Bytes that it may use; 0: what the disk has.</param>
    public FlowStore(EngineServices services, StateLocation? location, StoredFormats formats, long maximum = 0)
    {
        _maximum = maximum;
        _services = services;
        _provider = services.States;
        _location = location;
        _formats = formats;
        _log = services.Logs.CreateLogger("windrow.state");
    }

    /// <summary>Raised when the store begins to wait for the disk, and when that is over.</summary>
    public event System.Action<bool>? Waits;

    /// <summary>Raised once when the store is broken: nothing can be made durable any more.</summary>
    public event System.Action<StateException>? Broke;

    /// <summary>Whether the flow can keep state at all.</summary>
    public bool IsAvailable => _provider is not null && _location is not null;

    /// <summary>Whether several processes work on the flow at the same time, over one store.</summary>
    public bool IsShared => IsAvailable && _location is { Database: not null, Instance.Length: > 0 };

    /// <summary>Whether there is state, of this run or of an earlier one.</summary>
    public bool Exists => _store is not null || (IsAvailable && _provider!.Exists(_location!));

    public bool IsOpen => _store is not null;

    /// <summary>What the store waits for, or why it is broken; null: it is well.</summary>
    public StateException? Trouble { get; private set; }

    public StoredFormats Formats => _formats;

    /// <summary>Whether the text of a plan's configuration is known to be kept.</summary>
    internal bool IsDescribed(string configuration) => _described.ContainsKey(configuration);

    internal void Describe(string configuration) => _described[configuration] = true;

    /// <summary>What an earlier run has left in the store.</summary>
    internal EarlierRun EarlierRun { get; } = new();

    /// <summary>Hash of the flow's configuration, for the entry of the run; see <see cref="Flows.FlowDefinition.Hash"/>.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>Number of the run on this state; 0: the state is not open.</summary>
    public long Run => _run?.Number ?? 0;

    /// <summary>Reads and writes messages for this store.</summary>
    public MessageBinary Messages
    {
        get
        {
            Open();
            return _messages!;
        }
    }

    /// <exception cref="StateException">It cannot be opened.</exception>
    public IStateStore Open()
    {
        if (_store is not null)
            return _store;
        lock (_lock)
        {
            if (_store is not null)
                return _store;
            if (_isClosed)
                throw new StateException(StateTrouble.Unusable, "the flow has ended, and closed its state");
            if (!IsAvailable)
                throw new StateException(StateTrouble.Unusable, "this flow keeps no state; leave 'settings.state: none' out");
            var store = OpenOrTell();
            _messages = new MessageBinary(_formats, store.Payloads);
            return _store = store;
        }
    }

    /// <inheritdoc cref="IStateStore.Submit"/>
    public void Submit(StateWrite write)
    {
        IStateStore store;
        try
        {
            store = Open();
        }
        catch (StateException exception)
        {
            write.Completed(exception);
            return;
        }

        store.Submit(write);
    }

    /// <summary>Who knows which messages of a queue may be brought again; over all plans that have the queue in turn.</summary>
    internal ReplayGuard GuardOf(string queue)
    {
        lock (_guards)
            return _guards.TryGetValue(queue, out var guard) ? guard : _guards[queue] = new ReplayGuard(EarlierRun);
    }

    /// <summary>All is read and all is done, so nothing comes again.</summary>
    internal void ReleaseGuarded()
    {
        lock (_guards)
        {
            foreach (var guard in _guards.Values)
                guard.ReleaseAll();
        }
    }

    /// <summary>Writes a message for the store, a large payload of it into a file. It is told when that begins to wait for room, and when it is over.</summary>
    /// <exception cref="StateException">There is no room for it; whoever calls tries again.</exception>
    /// <exception cref="NotSupportedException">It carries what cannot leave the process.</exception>
    public PayloadReference? Write(ByteWriter body, Message message)
    {
        PayloadReference? payload;
        try
        {
            payload = Messages.Write(body, message);
        }
        catch (StateException exception) when (exception.Trouble is StateTrouble.Full or StateTrouble.Busy)
        {
            if (Interlocked.Exchange(ref _lacksRoom, 1) == 0)
                Changed(exception);
            throw;
        }

        if (payload is not null && Interlocked.Exchange(ref _lacksRoom, 0) == 1)
            Changed(null);
        return payload;
    }

    /// <summary>Something that the store has cannot be read, and will not be: the flow has to stop.</summary>
    public void Break(StateException exception)
    {
        if (!_isClosed)
            Changed(exception);
    }

    /// <summary>Says how the run ends that closes the store next; without it, it has failed.</summary>
    public void End(RunEnd end) => _end = end;

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _run?.End(_end);
            _store?.Dispose();
            _store = null;
        }
    }

    private IStateStore OpenOrTell()
    {
        IStateStore? store = null;
        try
        {
            store = _provider!.Open(_location!, _maximum);
            store.TroubleChanged += Changed;
            _run = RunEntry.Begin(store, _services, Configuration);
            return store;
        }
        catch (StateException exception)
        {
            store?.Dispose();

            // Whoever needs it first may be deep within a flow that has run for days.
            Broke?.Invoke(exception);
            throw;
        }
    }

    private void Changed(StateException? trouble)
    {
        Trouble = trouble;
        if (trouble is null)
        {
            StateLog.Over(_log);
            Waits?.Invoke(false);
        }
        else if (trouble.Trouble is StateTrouble.Full or StateTrouble.Busy)
        {
            StateLog.Waiting(_log, trouble.Message);
            Waits?.Invoke(true);
        }
        else
        {
            StateLog.Broken(_log, trouble.Message);
            Broke?.Invoke(trouble);
        }
    }
}
