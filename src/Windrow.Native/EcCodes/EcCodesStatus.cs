namespace Windrow.Native.EcCodes;

/// <summary>ecCodes' error codes that callers tell apart; any other value is a failure as well.</summary>
public enum EcCodesStatus
{
    Success = 0,
    InternalError = -2,
    BufferTooSmall = -3,
    NotImplemented = -4,
    ArrayTooSmall = -6,
    FileNotFound = -7,
    WrongArraySize = -9,
    NotFound = -10,
    DecodingError = -13,
    EncodingError = -14,
    ReadOnly = -18,
    InvalidArgument = -19,
    ConceptNoMatch = -36,
    InvalidType = -39,
    ValueCannotBeMissing = -22,
    WrongType = -38,
    OutOfRange = -65,
}
