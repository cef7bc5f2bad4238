namespace Windrow.Native.EcCodes;

/// <summary>The native type of a key, as ecCodes numbers it.</summary>
public enum EcCodesType
{
    Undefined = 0,
    Long = 1,
    Double = 2,
    String = 3,
    Bytes = 4,
    Section = 5,
    Label = 6,
    Missing = 7,
}
