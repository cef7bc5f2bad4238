namespace Windrow.Native.ZeroMq;

/// <summary>The values of <c>errno</c> on Linux that mean something here.</summary>
internal static class ZeroMqError
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int AddressInUse = 98;
}
