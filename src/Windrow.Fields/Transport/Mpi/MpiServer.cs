using System.Collections.Concurrent;
using Windrow.Core.Binary;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;
using Windrow.Fields.Transport.Server;
using Windrow.Fields.Transport.Wire;
using Windrow.Native.Mpi;

namespace Windrow.Fields.Transport.Mpi;

/// <summary>
/// Serves the clients of the same job. One thread makes all calls of MPI: it receives what is there, payloads straight
/// into the blocks that the messages carry, and tells clients where they stand.
/// </summary>
internal sealed class MpiServer(TransportSourceOptions options, ClientRegistry registry, SourceContext context, IModelDeclarations declarations) : IDisposable
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<MpiClient> _toTell = new();
    private readonly Dictionary<int, MpiClient> _clients = [];
    private readonly MpiIdle _idle = new();
    private readonly ByteWriter _head = new();
    private readonly ByteWriter _frame = new();
    private byte[] _frames = new byte[64 << 10];
    private MpiGroups? _groups;
    private Task _serving = Task.CompletedTask;
    private volatile bool _isOver;

    /// <summary>Serves until every client has closed. Clients are told of what becomes durable until the server is disposed.</summary>
    public async Task Run(CancellationToken stop)
    {
        _groups = MpiGroups.Of(options.Mpi, isServer: true, context.Shared.Get<MpiModel>());
        options.ExpectClients(_groups.Others.Count);
        TransportLog.Listens(registry.Log, context.Name, $"{_groups.Self} for {_groups.Others.Count} clients over MPI");
        _serving = Task.Factory.StartNew(() => Serve(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAny(_serving, registry.Complete).WaitAsync(stop).ConfigureAwait(false);
        if (_serving.IsFaulted)
            await _serving.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _isOver = true;
        _idle.End();
        var ended = Task.WhenAny(_serving, Task.Delay(EndWithin, context.Services.Time)).GetAwaiter().GetResult();
        if (!ReferenceEquals(ended, _serving))
            return; // it is within MPI, which nobody may call now
        _groups?.Dispose();
        _idle.Dispose();
    }

    private void Serve(CancellationToken stop)
    {
        while (true)
        {
            var hasMore = Tell() | (!stop.IsCancellationRequested && Receive(stop));
            if (hasMore)
            {
                _idle.Reset();
                continue;
            }

            // The last of what was settled is told before the end.
            if (_isOver && _toTell.IsEmpty)
                return;
            _idle.Wait();
        }
    }

    private bool Receive(CancellationToken stop)
    {
        int rank, length;
        lock (MpiProcess.Turn)
        {
            if (!_groups!.All.Probe(null, MpiTags.Frames, out rank, out length))
                return DiscardPayloads();
            if (_frames.Length < length)
                _frames = new byte[length];
            length = _groups.All.Receive(_frames, rank, MpiTags.Frames);
        }

        if (!_clients.TryGetValue(rank, out var client))
            _clients.Add(rank, client = new MpiClient(rank, _toTell));
        if (client.IsRefused)
            return true;
        try
        {
            for (var rest = _frames.AsMemory(0, length); !rest.IsEmpty;)
                rest = rest[Take(client, rest.Span, stop)..];
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        catch (Exception exception) when (exception is WireException or CorruptDataException)
        {
            var what = exception is CorruptDataException corrupt ? $"a frame is damaged: {corrupt.What}" : exception.Message;
            TransportLog.ConnectionEnded(registry.Log, context.Name, client.Session?.Name ?? $"rank {rank}", what);
            client.IsRefused = true;
            if (client.Session is not null)
                registry.Leave(client.Session, client);
            lock (MpiProcess.Turn)
                _groups.All.Send(Frames.Of(FrameKind.Error, writer => writer.Text(what)), rank, MpiTags.State);
        }

        return true;
    }

    // Of clients that were refused while they sent.
    private bool DiscardPayloads()
    {
        foreach (var client in _clients.Values)
        {
            if (!client.IsRefused || !_groups!.All.Probe(client.Rank, MpiTags.Payload, out _, out var length))
                continue;
            using var buffer = (IDisposable)NativeBufferPool.Shared.Rent(length);
            _groups.All.Receive(((NativeBuffer)buffer).GetSpan(), client.Rank, MpiTags.Payload);
            return true;
        }

        return false;
    }

    private void Pull(ClientSession session, ReadOnlySpan<byte> head)
    {
        session.Pull();
        if (FrameIntake.IsForDurable(head))
            context.HurryCheckpoints();
    }

    // How many bytes of the frames it used.
    private int Take(MpiClient client, ReadOnlySpan<byte> frames, CancellationToken stop)
    {
        if (frames.Length < FrameHeader.Size)
            throw new WireException("a message ends within a frame");
        var header = FrameHeader.Read(frames, options.MaximumPart);
        var size = FrameHeader.Size + header.Head;
        if (frames.Length < size)
            throw new WireException("a message ends within a frame");
        var head = frames[FrameHeader.Size..size];
        if (header.Kind == FrameKind.Hello)
            Greet(client, Hello.Read(head));
        else if (client.Session is null)
            throw new WireException($"a client that begins with a frame of kind {header.Kind}");
        else if (header.Kind == FrameKind.Pull)
            Pull(client.Session, head);
        else if (!header.IsData)
            throw new WireException($"a frame of kind {header.Kind} in the middle of a connection");
        else
            return size + TakeData(client, header, head, frames[size..], stop);
        return size;
    }

    private int TakeData(MpiClient client, FrameHeader header, ReadOnlySpan<byte> head, ReadOnlySpan<byte> behind, CancellationToken stop)
    {
        var isNew = client.Session!.Admit(header);
        var buffer = FrameIntake.Rent(header);
        var here = 0;
        if (buffer is not null && header.Payload > 0)
        {
            here = behind.IsEmpty ? 0 : (int)header.Payload;
            if (behind.Length < here)
            {
                buffer.Return();
                throw new WireException("a message ends within a payload");
            }

            behind[..here].CopyTo(buffer.GetSpan());
            if (here == 0)
                ReceivePayload(client, buffer, (int)header.Payload);
        }

        var taking = client.Intake!.Take(header, isNew, head, buffer, stop);
        if (!taking.IsCompletedSuccessfully)
            WaitFor(taking.AsTask(), stop);
        return here;
    }

    private void ReceivePayload(MpiClient client, NativeBuffer buffer, int length)
    {
        int received;
        lock (MpiProcess.Turn)
            received = _groups!.All.Receive(buffer.GetSpan()[..length], client.Rank, MpiTags.Payload);
        if (received == length)
            return;
        buffer.Return();
        throw new WireException($"a payload of {received} bytes where {length} were said");
    }

    private void Greet(MpiClient client, Hello hello)
    {
        (client.Session, var accept) = registry.Greet(hello, client).GetAwaiter().GetResult();
        client.Intake = new FrameIntake(client.Session, registry, context, declarations);
        lock (MpiProcess.Turn)
            _groups!.All.Send(Frames.Of(FrameKind.Accept, accept.Write), client.Rank, MpiTags.State);
    }

    // The engine has no room; clients may still be told what it has released.
    private void WaitFor(Task taking, CancellationToken stop)
    {
        while (!taking.IsCompleted)
        {
            Tell();
            Task.WhenAny(taking, Task.Delay(TimeSpan.FromMilliseconds(2), context.Services.Time, stop)).GetAwaiter().GetResult();
        }

        taking.GetAwaiter().GetResult();
    }

    private bool Tell()
    {
        if (!_toTell.TryDequeue(out var client))
            return false;
        client.Unqueue();
        _head.Clear();
        _frame.Clear();
        client.Session!.TakeState().Write(_head);
        Frames.Write(_frame, FrameKind.Ack, _head);
        lock (MpiProcess.Turn)
            _groups!.All.Send(_frame.Written, client.Rank, MpiTags.State);
        return true;
    }
}
