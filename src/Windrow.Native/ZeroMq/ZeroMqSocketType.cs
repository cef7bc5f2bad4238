namespace Windrow.Native.ZeroMq;

/// <summary>The kinds of sockets that are used, with libzmq's numbers.</summary>
public enum ZeroMqSocketType
{
    Subscribe = 2,
    Request = 3,
    Reply = 4,

    /// <summary>As PUB, for subscribers the same; it tells who subscribes to what.</summary>
    ExtendedPublish = 9,
}
