namespace Windrow.Fields.Transport.Server;

/// <summary>A flush whose delivery is not settled yet.</summary>
internal sealed class FlushReceipt(ClientSession session, ulong sequence)
{
    public ClientSession Session { get; } = session;

    public ulong Sequence { get; } = sequence;

    public bool IsSettled { get; set; }

    /// <summary>Dead letters of the server when it was settled.</summary>
    public long DeadLetters { get; set; }
}
