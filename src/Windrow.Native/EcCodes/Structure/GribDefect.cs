namespace Windrow.Native.EcCodes.Structure;

/// <summary>Something in the input that looks like GRIB and is not, or not whole.</summary>
/// <param name="Offset">Where, in octets from the start of the input.</param>
/// <param name="Reason">What is wrong, as a sentence without its full stop.</param>
public sealed record GribDefect(long Offset, string Reason)
{
    public override string ToString() => $"octet {Offset}: {Reason}";
}
