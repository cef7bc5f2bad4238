using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Programs;
using Windrow.Core.State;
using Windrow.Exec.Insight;
using Windrow.Exec.Processes;
using Windrow.Exec.Programs;
using Windrow.Exec.Scratches;
using Windrow.Exec.Workers.Exchange;
using Windrow.Exec.Workers.Protocol;

namespace Windrow.Exec.Workers;

/// <summary>
/// Has long-lived workers work on messages. Small messages that wait are sent ahead, so that a worker has the next one when it has done with one;
/// their results are emitted in the order of the messages all the same, and a failed one holds up those behind it.
/// </summary>
#pragma warning disable CA1001 // Actions end by Close.
internal sealed class WorkerAction(ExecOptions options, PlugInContext context, ScratchRoots scratches, StoredFormats formats) : PlanAction
#pragma warning restore CA1001
{
    private const long MostAhead = 16 << 20;
    private const long MostKept = 256 << 20;

    private readonly string _scratchDirectory = ScratchDirectory.Of(options, context);
    private readonly Dictionary<Message, WorkerTask> _ahead = [];
    private readonly Lock _lock = new();
    private readonly ExchangePool _exchange = new(MostKept);
    private readonly List<WorkerTask> _batch = [];
    private WorkerPool? _pool;
    private ProgramMeter _meter = null!;
    private ProgramBoard? _board;
    private TaskPayload _payloads = null!;
    private WorkerSets? _sets;
    private CancellationToken _stopping;
    private long _next;
    private int _inside;

    public override bool IsConcurrent => true;

    public override bool Waits => true;

    public override bool LooksAhead => true;

    /// <summary>The workers; null: none was needed yet.</summary>
    public WorkerPool? Pool => _pool;

    /// <summary>What they have done.</summary>
    public ProgramMeter Meter => _meter;

    /// <summary>What messages and results are in.</summary>
    public ExchangePool Exchange => _exchange;

    public override void Start(ActionContext action) => Start(action.Path, action.Shared, action.Store, action.Stopping);

    /// <summary>The same for somebody who is no action.</summary>
    /// <param name="path">What reports call him.</param>
    /// <param name="store">What workers keep their sets in; null: they may keep none.</param>
    /// <param name="stopping">Cancelled when what is under way is not to be finished.</param>
    public void Start(string path, FlowShared shared, FlowStore? store, CancellationToken stopping)
    {
        _stopping = stopping;
        _payloads = new TaskPayload(options, _exchange);
        _sets = store is null ? null : new WorkerSets(store, path[..path.LastIndexOf('/')], context.Services.Time);
        _meter = new ProgramMeter(path, () => Pool?.Look() ?? []);
        _board = shared.Get<ProgramBoard>();
        _board.Add(_meter);
    }

    /// <summary>Has a worker answer a question that is no message of the flow's.</summary>
    /// <exception cref="ProgramException">No worker starts.</exception>
    /// <exception cref="FailureException">It cannot answer, or was lost.</exception>
    /// <exception cref="OperationCanceledException">The flow is to end.</exception>
    public List<Product> Ask(Message question)
    {
        using var task = NewTask(question);
        while (task.State is WorkerTaskState.Unsent or WorkerTaskState.Sent)
        {
            if (!task.IsPrepared && _payloads.Prepare(task) is { } problem)
                throw new FailureException(problem);
            if (task.State == WorkerTaskState.Unsent)
                TakePool().Send([task], Most, _stopping);
            task.Wait(_stopping);
        }

        return task.Failure is { } failure ? throw new FailureException(failure) : task.TakeProducts();
    }

    public override void LookAhead(ReadOnlySpan<Message> messages)
    {
        lock (_batch)
        {
            // Over several workers where there are several for one stage's worker; each keeps its own order.
            var workers = Math.Max(1, options.Workers);
            try
            {
                var tasks = Prepare(messages);
                for (var worker = 0; worker < workers && worker < tasks.Count; worker++)
                {
                    _batch.Clear();
                    for (var i = worker; i < tasks.Count; i += workers)
                        _batch.Add(tasks[i]);
                    TakePool().Send(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_batch), Most, _stopping);
                }
            }
            catch (Exception exception) when (exception is ProgramException or OperationCanceledException or IOException)
            {
                // Each message finds that out for itself.
            }
        }
    }

    public override void Process(Message message, Output output)
    {
        Interlocked.Increment(ref _inside);
        try
        {
            Work(message, output);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public override void Close()
    {
        _board?.Remove(_meter);
        _pool?.End(isForced: _stopping.IsCancellationRequested);
        foreach (var task in _ahead.Values)
            task.Dispose();
        _ahead.Clear();
        _exchange.Dispose();
        if (_pool is not null)
            scratches.Return(_scratchDirectory);
    }

    private void Work(Message message, Output output)
    {
        using var task = TakeAhead(message) ?? NewTask(message);
        try
        {
            while (task.State is WorkerTaskState.Unsent or WorkerTaskState.Sent)
            {
                if (task.State == WorkerTaskState.Unsent)
                {
                    if (!task.IsPrepared && _payloads.Prepare(task) is { } problem)
                    {
                        output.Fail(message, problem);
                        return;
                    }

                    TakePool().Send([task], Most, _stopping);
                }

                task.Wait(_stopping);
            }
        }
        catch (ProgramException exception)
        {
            output.Fail(message, Failure.Transient(exception.Message, "correct 'command', or what it names", exception) with { Detail = exception.Detail });
            return;
        }

        if (task.Failure is { } failure)
            output.Fail(message, failure);
        else
            Emit(message, task, output);
    }

    // As many as threads are here, where nothing is said: one that works on one message after the other needs one worker.
    private int Most => options.Workers > 0 ? options.Workers : Math.Max(1, Volatile.Read(ref _inside));

    private static void Emit(Message message, WorkerTask task, Output output)
    {
        var products = task.TakeProducts();
        foreach (var product in products)
            output.Emit(output.Child(message, product.Kind, product.Metadata, product.Payload ?? message.Payload.Add()));
        if (products.Count > 0)
            output.Absorb(message);
        else
            output.Drop(message);
    }

    // As many as are small, and the first in any case.
    private List<WorkerTask> Prepare(ReadOnlySpan<Message> messages)
    {
        var tasks = new List<WorkerTask>(messages.Length);
        var bytes = 0L;
        foreach (var message in messages)
        {
            bytes += message.Payload.Bytes;
            if (bytes > MostAhead && tasks.Count > 0)
                break;
            lock (_lock)
            {
                if (_ahead.TryGetValue(message, out var known))
                {
                    // Its worker was lost before it had begun.
                    if (known.State == WorkerTaskState.Unsent)
                        tasks.Add(known);
                    continue;
                }
            }

            var task = NewTask(message);
            if (_payloads.Prepare(task) is not null)
            {
                // It is told when the message's turn comes.
                task.Dispose();
                continue;
            }

            lock (_lock)
                _ahead.Add(message, task);
            tasks.Add(task);
        }

        return tasks;
    }

    private WorkerTask? TakeAhead(Message message)
    {
        lock (_lock)
            return _ahead.Remove(message, out var task) ? task : null;
    }

    private WorkerTask NewTask(Message message) => new(message) { Number = Interlocked.Increment(ref _next) };

    private WorkerPool TakePool()
    {
        lock (_lock)
        {
            if (_pool is not null)
                return _pool;
            var services = context.Services;
            var directory = options.Directory.Length == 0 ? context.Directory : context.FullPath(options.Directory);
            var scratch = scratches.Take(_scratchDirectory, services.Time.GetUtcNow());
            var setting = new WorkerSetting(
                options, context.Where, directory, context.Directory, services.Time, services.Logs.CreateLogger("windrow.exec"), _exchange, scratch, new ResultReader(formats, services.Files, _exchange), _meter)
            {
                Sets = _sets,
            };
            return _pool = new WorkerPool(setting);
        }
    }
}
