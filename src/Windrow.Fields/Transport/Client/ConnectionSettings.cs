using Windrow.Core;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <summary>What the connections of one client to its servers have in common.</summary>
internal sealed record ConnectionSettings(Peer Peer, EngineServices Services)
{
    /// <summary>How long one attempt to connect takes at most.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts after the first.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>How long a close waits for the server's acknowledgements.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes of frames that are kept to be sent again; 0: none.</summary>
    public long ResendWindow { get; init; } = 64 << 20;

    /// <summary>Frames are kept until the next flush is durable, not only until they have arrived.</summary>
    public bool UntilFlush { get; init; }

    /// <summary>How the server is reached again after a cut.</summary>
    public bool CanReconnect { get; init; } = true;
}
