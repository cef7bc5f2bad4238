namespace Windrow.Fields.Transport.Wire;

/// <summary>What a frame is. The numbers stand on the wire: new kinds get new ones.</summary>
internal enum FrameKind : byte
{
    /// <summary>Client: who it is, and where its session stands. The first frame of a connection.</summary>
    Hello = 1,

    /// <summary>Server: takes the connection, and says where the session stands there.</summary>
    Accept = 2,

    /// <summary>Server: how far it is, and how much more it takes.</summary>
    Ack = 3,

    /// <summary>Either: why it ends the connection.</summary>
    Error = 4,

    /// <summary>Client: it is waiting, for room or (a flag of one byte) for something to become durable, so everything that the server has to say is to be said at once.</summary>
    Pull = 5,

    /// <summary>Client: asks who the server is and how it does; answered and ended.</summary>
    Probe = 6,

    /// <summary>The client begins.</summary>
    Open = 16,

    /// <summary>The client has sent all that it will.</summary>
    Close = 17,

    Domain = 18,
    Mask = 19,
    Parametrization = 20,
    Field = 21,
    Flush = 22,
    Notification = 23,
}
