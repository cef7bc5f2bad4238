namespace Windrow.Fields.Transport.Server;

/// <summary>The way back to a client.</summary>
internal interface IAckLink
{
    /// <summary>The session has something to say: its state is to be sent soon. Called on any thread; does not block.</summary>
    void Signal();

    /// <summary>Another connection has taken the session over: completes when this one takes nothing in any more.</summary>
    Task Replaced();
}
