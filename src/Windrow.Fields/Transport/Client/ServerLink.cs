namespace Windrow.Fields.Transport.Client;

/// <summary>A connection to one server, that carries frames and knows nothing of what they mean. For one thread at a time.</summary>
internal abstract class ServerLink : IDisposable
{
    /// <summary>Connects.</summary>
    /// <exception cref="IOException">The server cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public abstract void Connect(TimeSpan within, CancellationToken stop);

    /// <summary>Sends frames: heads and small frames in one piece, and the payload of the last of them from where it lies. It may wait until the server reads.</summary>
    /// <exception cref="IOException">The connection has ended.</exception>
    public abstract void Send(ReadOnlySpan<byte> frames, ReadOnlySpan<byte> payload);

    /// <summary>Receives bytes of the server's frames.</summary>
    /// <param name="wait">How long to wait for some.</param>
    /// <returns>How many; 0: there are none yet.</returns>
    /// <exception cref="IOException">The connection has ended.</exception>
    public abstract int Receive(Span<byte> into, TimeSpan wait);

    /// <summary>Has whoever waits in <see cref="Send"/> give up. The only method for any thread.</summary>
    public abstract void Abort();

    public abstract void Dispose();
}
