using System.Net.Sockets;
using Windrow.Core.Binary;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;
using Windrow.Fields.Aggregate;
using Windrow.Fields.Transport.Server;
using Windrow.Fields.Transport.Wire;
using Windrow.Native.Libc;

namespace Windrow.Fields.Transport.Sockets;

/// <summary>
/// One connection of a client to this server. It waits without a thread, so that idle connections cost next to nothing;
/// payloads go from the socket straight into the blocks that the messages carry.
/// </summary>
internal sealed class SocketConnection(Socket socket, ReadinessWaiter readiness, ClientRegistry registry, SourceContext context, IModelDeclarations declarations, long payloadAtMost) : IAckLink
{
    private static readonly TimeSpan ReadReasonWithin = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AckSender _acks = new(socket);
    private readonly FrameBuffer _input = new(socket, readiness);
    private ClientSession? _session;
    private bool _mayRead = true;

    /// <summary>Where the client is, for reports.</summary>
    public string Client => _session?.Name ?? SafeEndPoint();

    void IAckLink.Signal() => _acks.Signal();

    Task IAckLink.Replaced()
    {
        End();
        return _ended.Task;
    }

    /// <summary>Ends the connection; what it has taken in stays.</summary>
    public void End()
    {
        _mayRead = false;
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Serves the client until it ends the connection, breaks the protocol, or the source is stopped.</summary>
    public async Task Serve(TimeSpan helloWithin, CancellationToken stop)
    {
        try
        {
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(stop))
            {
                patience.CancelAfter(helloWithin);
                if (!await Greet(patience.Token).ConfigureAwait(false))
                    return;
            }

            var intake = new FrameIntake(_session!, registry, context, declarations);
            while (await Next(intake, stop).ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped. The way back stays open for what is still to be said.
        }
        catch (Exception exception) when (exception is WireException or CorruptDataException)
        {
            var what = exception is CorruptDataException corrupt ? $"a frame is damaged: {corrupt.What}" : exception.Message;
            TransportLog.ConnectionEnded(registry.Log, context.Name, Client, what);
            await _acks.SendLast(Frames.Of(FrameKind.Error, writer => writer.Text(what))).ConfigureAwait(false);

            // Closed with bytes unread, the socket would take the reason back.
            await Task.WhenAny(Linger(), Task.Delay(ReadReasonWithin, context.Services.Time, CancellationToken.None)).ConfigureAwait(false);
            End();
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
        {
            // Cut: the client is waited for.
        }
        finally
        {
            if (_session is not null && !stop.IsCancellationRequested)
                registry.Leave(_session, this);
            if (!stop.IsCancellationRequested)
                Close();
            _ended.TrySetResult();
        }
    }

    /// <summary>
    /// Says what is still to be said, and waits until the client has ended the connection: ended under it, the last of that may be lost.
    /// </summary>
    public async Task Linger()
    {
        try
        {
            await _acks.Sent.ConfigureAwait(false);
            socket.Shutdown(SocketShutdown.Send);
            var rest = new byte[4096];
            while (await socket.ReceiveAsync(rest.AsMemory(), SocketFlags.None).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It has ended.
        }
    }

    /// <summary>Lets go of the socket.</summary>
    public void Close() => socket.Dispose();

    private async Task<bool> Greet(CancellationToken stop)
    {
        if (!await _input.Need(FrameHeader.Size, stop).ConfigureAwait(false))
            return false;
        var header = FrameHeader.Read(_input.Bytes, 0);
        if (header.Kind == FrameKind.Probe)
        {
            await _acks.SendLast(Frames.Of(FrameKind.Probe, registry.Report(context.Shared.Get<OpenFieldCounts>().Total).Write)).ConfigureAwait(false);
            return false;
        }

        if (header.Kind != FrameKind.Hello)
            throw new WireException($"a connection that begins with a frame of kind {header.Kind}");
        if (!await _input.Need(FrameHeader.Size + header.Head, stop).ConfigureAwait(false))
            return false;
        var hello = Hello.Read(_input.Bytes.Slice(FrameHeader.Size, header.Head));
        _input.Skip(FrameHeader.Size + header.Head);
        (_session, var accept) = await registry.Greet(hello, this).ConfigureAwait(false);
        _acks.Begin(_session, Frames.Of(FrameKind.Accept, accept.Write));
        return true;
    }

    private async ValueTask<bool> Next(FrameIntake intake, CancellationToken stop)
    {
        if (!await _input.Need(FrameHeader.Size, stop).ConfigureAwait(false))
            return false;
        var header = FrameHeader.Read(_input.Bytes, payloadAtMost);
        if (!await _input.Need(FrameHeader.Size + header.Head, stop).ConfigureAwait(false))
            return false;
        if (!header.IsData)
        {
            Control(header);
            return _mayRead;
        }

        var isNew = _session!.Admit(header);
        var buffer = FrameIntake.Rent(header);
        if (buffer is not null && !await Fill(buffer, header, stop).ConfigureAwait(false))
        {
            buffer.Return();
            return false;
        }

        var taking = intake.Take(header, isNew, _input.Bytes.Slice(FrameHeader.Size, header.Head), buffer, stop);
        if (!taking.IsCompletedSuccessfully)
            await taking.ConfigureAwait(false);
        _input.Skip(FrameHeader.Size + header.Head + (int)Math.Min(header.Payload, _input.Length - FrameHeader.Size - header.Head));
        return _mayRead;
    }

    private void Control(in FrameHeader header)
    {
        if (header.Kind != FrameKind.Pull)
            throw new WireException($"a frame of kind {header.Kind} in the middle of a connection");
        var isForDurable = FrameIntake.IsForDurable(_input.Bytes.Slice(FrameHeader.Size, header.Head));
        _input.Skip(FrameHeader.Size + header.Head);
        _session!.Pull();
        if (isForDurable)
            context.HurryCheckpoints();
    }

    // The bytes that came along with the head are copied, the others come straight from the socket.
    private async ValueTask<bool> Fill(NativeBuffer buffer, FrameHeader header, CancellationToken stop)
    {
        var length = (int)header.Payload;
        var before = FrameHeader.Size + header.Head;
        if (length <= FrameBuffer.Size / 2)
        {
            if (!await _input.Need(before + length, stop).ConfigureAwait(false))
                return false;
            _input.Bytes.Slice(before, length).CopyTo(buffer.GetSpan());
            return true;
        }

        var here = Math.Min(length, _input.Length - before);
        _input.Bytes.Slice(before, here).CopyTo(buffer.GetSpan());
        while (here < length)
        {
            var received = BulkReceive.Receive(socket.Handle, buffer.GetSpan()[here..length]);
            if (received < 0)
            {
                // The client pauses in the midst of it.
                await readiness.Wait(socket.Handle, stop).ConfigureAwait(false);
                continue;
            }

            if (received == 0)
                return false;
            here += received;
        }

        return true;
    }

    private string SafeEndPoint()
    {
        try
        {
            return socket.RemoteEndPoint?.ToString() is { Length: > 0 } address ? address : "a client";
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return "a client";
        }
    }
}
