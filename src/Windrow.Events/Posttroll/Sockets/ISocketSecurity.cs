using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Sockets;

/// <summary>How sockets are secured.</summary>
internal interface ISocketSecurity
{
    /// <summary>Whether what is bound is secured by keys, as it is to be announced.</summary>
    bool ServesSecurely { get; }

    /// <summary>Begins to decide who may connect to what is bound in a context; called before anything is.</summary>
    /// <returns>To be disposed of before the context; null: nobody is asked.</returns>
    IDisposable? Guard(ZeroMqContext context);

    /// <summary>Prepares a socket that is to be bound.</summary>
    /// <param name="isSecure">Whether keys are asked for.</param>
    void Serve(ZeroMqSocket socket, bool isSecure);

    /// <summary>Prepares a socket that is to be connected to somebody who asks for keys.</summary>
    /// <exception cref="Windrow.Core.Errors.FailureException">There are no keys.</exception>
    void Connect(ZeroMqSocket socket);
}
