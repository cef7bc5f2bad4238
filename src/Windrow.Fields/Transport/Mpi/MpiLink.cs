using Windrow.Fields.Transport.Client;
using Windrow.Native.Mpi;

namespace Windrow.Fields.Transport.Mpi;

/// <summary>The way to one server of the same job. There is nothing to connect, and what ends a process ends the job.</summary>
internal sealed class MpiLink(MpiGroups groups, int server) : ServerLink
{
    // MPI takes small messages in before anybody receives them; from time to time one waits until it is received, so that
    // no more than this lies with the server in a place that nobody counts.
    private const int SynchroniseEvery = 1 << 20;

    private readonly MpiIdle _idle = new();
    private int _sinceSynchronised;

    public override void Connect(TimeSpan within, CancellationToken stop)
    {
    }

    public override void Send(ReadOnlySpan<byte> frames, ReadOnlySpan<byte> payload)
    {
        _sinceSynchronised += frames.Length + payload.Length;
        var synchronise = _sinceSynchronised >= SynchroniseEvery;
        if (synchronise)
            _sinceSynchronised = 0;
        lock (MpiProcess.Turn)
        {
            groups.All.Send(frames, server, MpiTags.Frames, synchronise);
            if (!payload.IsEmpty)
                groups.All.Send(payload, server, MpiTags.Payload);
        }
    }

    public override int Receive(Span<byte> into, TimeSpan wait)
    {
        var began = Environment.TickCount64;
        _idle.Reset();
        while (true)
        {
            lock (MpiProcess.Turn)
            {
                if (groups.All.Probe(server, MpiTags.State, out _, out var length))
                {
                    return length <= into.Length
                        ? groups.All.Receive(into, server, MpiTags.State)
                        : throw new IOException($"the server sends {length} bytes of state");
                }
            }

            if (Environment.TickCount64 - began >= wait.TotalMilliseconds)
                return 0;
            if (!_idle.Wait())
                throw new IOException("the transport is stopped");
        }
    }

    public override void Abort() => _idle.End();

    public override void Dispose() => _idle.Dispose();
}
