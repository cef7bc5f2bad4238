namespace Windrow.Core.Stages;

/// <summary>Lets the workers of a plan in until a forced stop closes it, and tells when the last one has left. For any threads.</summary>
internal sealed class WorkerGate
{
    private const int Closed = 1 << 30;

    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Workers inside, plus Closed.
    private int _state;

    public bool IsClosed => Volatile.Read(ref _state) >= Closed;

    /// <returns>False: nobody is let in any more. True: <see cref="Leave"/> has to be called.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _state) < Closed)
            return true;
        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _state) == Closed)
            _left.TrySetResult();
    }

    /// <returns>Completes when nobody is inside.</returns>
    public Task Close()
    {
        if ((Interlocked.Or(ref _state, Closed) & ~Closed) == 0)
            _left.TrySetResult();
        return _left.Task;
    }
}
