namespace Windrow.Fields.Transport.Wire;

/// <summary>What a server knows of a client. The numbers stand on the wire.</summary>
public enum ClientState
{
    Connected = 1,

    /// <summary>Its connection has ended before it closed; it is waited for.</summary>
    Away = 2,

    /// <summary>It has sent all that it will.</summary>
    Closed = 3,
}
