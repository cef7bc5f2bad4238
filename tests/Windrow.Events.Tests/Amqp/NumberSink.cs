using System.Collections.Concurrent;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Events.Tests.Amqp;

/// <summary>Counts how often each number has come; it may hold what comes until it is told to let go.</summary>
internal sealed class NumberSink(bool holds = false) : PlanAction
{
    private readonly ConcurrentQueue<(Message Message, Output Output)> _held = new();
    private readonly ConcurrentDictionary<long, int> _times = new();
    private ActionContext _context = null!;
    private volatile bool _holds = holds;

    public override bool IsConcurrent => true;

    public override bool IsTerminal => true;

    public override bool Waits => true;

    public ConcurrentQueue<Message> All { get; } = new();

    /// <summary>Numbers that have come.</summary>
    public int Distinct => _times.Count;

    /// <summary>How often the one came that came most often.</summary>
    public int Most => _times.Values.DefaultIfEmpty().Max();

    public int Held => _held.Count;

    public override void Start(ActionContext context) => _context = context;

    public override void Process(Message message, Output output)
    {
        _times.AddOrUpdate(message.Number(), 1, static (_, times) => times + 1);
        All.Enqueue(message);
        if (_holds)
        {
            output.Hold(message);
            _held.Enqueue((message, output));
        }
        else
        {
            output.Deliver(message);
        }
    }

    /// <summary>Lets go of what is held, and holds no more.</summary>
    public void LetGo()
    {
        _holds = false;
        _context.Post(output =>
        {
            while (_held.TryDequeue(out var each))
                output.Deliver(each.Message);
        });
    }
}
