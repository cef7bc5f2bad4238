namespace Windrow.Fields.Transport.Mpi;

/// <summary>
/// How to wait for an MPI message: MPI has no wait that leaves the processor to others. First the processor is yielded,
/// then there are pauses that grow to 5 ms, so that idle processes cost next to nothing.
/// </summary>
internal sealed class MpiIdle : IDisposable
{
    private const int Yields = 200;
    private const int LongestPause = 5;

    private readonly ManualResetEvent _over = new(false);
    private int _turns;

    /// <summary>Something has come.</summary>
    public void Reset() => _turns = 0;

    /// <summary>Ends the pauses. For any thread.</summary>
    public void End() => _over.Set();

    /// <summary>Nothing has come: waits a little.</summary>
    /// <returns>False: it is over.</returns>
    public bool Wait()
    {
        if (_turns++ >= Yields)
            return !_over.WaitOne(Math.Min(1 + ((_turns - Yields) / 256), LongestPause));
        Thread.Yield();
        return !_over.WaitOne(0);
    }

    public void Dispose() => _over.Dispose();
}
