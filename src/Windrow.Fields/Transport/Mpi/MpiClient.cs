using System.Collections.Concurrent;
using Windrow.Fields.Transport.Server;

namespace Windrow.Fields.Transport.Mpi;

/// <summary>A client of the same job, as the server's thread knows it.</summary>
internal sealed class MpiClient(int rank, ConcurrentQueue<MpiClient> toTell) : IAckLink
{
    private int _isQueued;

    public int Rank { get; } = rank;

    public ClientSession? Session { get; set; }

    public FrameIntake? Intake { get; set; }

    /// <summary>It broke the protocol: what it sends is received and thrown away.</summary>
    public bool IsRefused { get; set; }

    void IAckLink.Signal()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
            toTell.Enqueue(this);
    }

    Task IAckLink.Replaced() => Task.CompletedTask;

    /// <summary>Its state is about to be sent; what changes from here on is another turn's.</summary>
    public void Unqueue() => Volatile.Write(ref _isQueued, 0);
}
