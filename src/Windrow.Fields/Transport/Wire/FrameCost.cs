namespace Windrow.Fields.Transport.Wire;

/// <summary>
/// What a frame counts against a client's credit, in bytes: what it takes in the server's memory until it is released.
/// Both ends compute it, so the rule is part of the protocol.
/// </summary>
internal static class FrameCost
{
    /// <summary>Message, metadata and bookkeeping.</summary>
    public const long Overhead = 512;

    // The smallest block of pooled memory.
    private const long LeastBlock = 4096;

    public static long Of(long payload) => Overhead + OfPayload(payload);

    /// <summary>The part that goes when the payload does.</summary>
    public static long OfPayload(long payload) => payload == 0 ? 0 : Math.Max(payload, LeastBlock);
}
