namespace Windrow.Native.EcCodes;

/// <summary>A call into ecCodes failed. The message names what was asked, the key where there is one, and ecCodes' own words.</summary>
public sealed class EcCodesException : Exception
{
    /// <param name="status">ecCodes' code.</param>
    /// <param name="operation">What was tried, such as <c>set shortName = 'xx'</c>.</param>
    /// <param name="key">The key concerned, if any.</param>
    public EcCodesException(EcCodesStatus status, string operation, string? key = null)
        : base(Describe(status, operation))
    {
        Status = status;
        Key = key;
    }

    public EcCodesStatus Status { get; }

    public string? Key { get; }

    private static string Describe(EcCodesStatus status, string operation)
    {
        var text = $"ecCodes could not {operation}: {EcCodesLibrary.TextOf(status)} ({(int)status})";
        return EcCodesLog.TakeLast() is { Length: > 0 } said ? $"{text}; {said}" : text;
    }
}
