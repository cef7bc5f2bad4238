using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.Tests.Testing;

/// <summary>Keeps the thread that brings a message until it is released, whatever is asked of it meanwhile.</summary>
/// <param name="givesUp">Throws when it is released after a stop, as an action does whose wait was cancelled; else delivers.</param>
public sealed class HeldSink(bool waits, bool givesUp) : PlanAction, IDisposable
{
    private readonly ManualResetEventSlim _released = new();
    private ActionContext _context = null!;
    private int _entered;

    public int Entered => Volatile.Read(ref _entered);

    public bool IsClosed { get; private set; }

    public bool SawStop => _context.Stopping.IsCancellationRequested;

    public override bool Waits => waits;

    public override bool IsTerminal => true;

    public override void Start(ActionContext context) => _context = context;

    public void Release() => _released.Set();

    public override void Process(Message message, Output output)
    {
        Interlocked.Increment(ref _entered);
        _released.Wait(TestContext.Current.CancellationToken);
        if (givesUp)
            _context.Stopping.ThrowIfCancellationRequested();
        output.Deliver(message);
    }

    public override void Close() => IsClosed = true;

    public void Dispose() => _released.Dispose();
}
