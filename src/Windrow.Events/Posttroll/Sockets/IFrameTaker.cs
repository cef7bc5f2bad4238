namespace Windrow.Events.Posttroll.Sockets;

/// <summary>Gets what a <see cref="Subscriber"/> receives, on its thread.</summary>
internal interface IFrameTaker
{
    /// <param name="frame">To be used before the call returns only.</param>
    /// <returns>Done when the next may come.</returns>
    ValueTask TakeAsync(Peer peer, ReadOnlySpan<byte> frame);

    /// <summary>A message of several frames, as no program of posttroll sends them.</summary>
    void TakeStrange(Peer peer);
}
