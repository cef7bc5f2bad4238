using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Testing.Compliance.Queues;

/// <summary>A sink behind the queue under test: it notes what comes and in which order, and fails or stands still when told to.</summary>
/// <param name="fails">Why a message cannot be worked on at a try, counted from 1; null: it can.</param>
internal sealed class QueuedWork(Func<Message, int, Failure?>? fails = null) : PlanAction, IDisposable
{
    private readonly ConcurrentQueue<(long Key, long Number)> _done = new();
    private readonly ConcurrentDictionary<long, bool> _inside = new();
    private readonly ConcurrentDictionary<MessageId, int> _tries = new();
    private readonly ManualResetEventSlim _goesOn = new(initialState: true);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActionContext? _context;

    public override bool IsConcurrent => true;

    public override bool IsTerminal => true;

    /// <summary>Numbers of the messages that were done, in this order; -1 stands for a flush.</summary>
    public IReadOnlyList<long> Done => [.. _done.Select(static each => each.Number)];

    /// <summary>Whether two messages of one key were worked on at the same time.</summary>
    public bool Overlapped { get; private set; }

    /// <summary>Completes when the first message has come.</summary>
    public Task Entered => _entered.Task;

    /// <summary>Those of each key, in the order in which they were done.</summary>
    public IEnumerable<IGrouping<long, long>> ByKey => _done.Where(static each => each.Number >= 0).GroupBy(static each => each.Key, static each => each.Number);

    /// <summary>Lets messages stand still within the sink until <see cref="GoOn"/>.</summary>
    public void Stand() => _goesOn.Reset();

    public void GoOn() => _goesOn.Set();

    public override void Start(ActionContext context) => _context = context;

    public override void Process(Message message, Output output)
    {
        _ = message.Metadata.TryGetInt64("key", out var key);
        _ = message.Metadata.TryGetInt64("number", out var number);
        Overlapped |= !_inside.TryAdd(key, true);
        _entered.TrySetResult();
        try
        {
            _goesOn.Wait(_context!.Stopping);
            if (fails?.Invoke(message, _tries.AddOrUpdate(message.Id, 1, static (_, tries) => tries + 1)) is { } failure)
            {
                _inside.TryRemove(key, out _);
                output.Fail(message, failure);
                return;
            }

            _done.Enqueue((key, number));
        }
        finally
        {
            _inside.TryRemove(key, out _);
        }

        output.Deliver(message);
    }

    public override void Flush(Message flush, Output output)
    {
        _done.Enqueue((-1, -1));
        output.Deliver(flush);
    }

    public void Dispose() => _goesOn.Dispose();
}
