using Windrow.Core.Payloads;

namespace Windrow.Exec.Workers.Protocol;

/// <summary>The names of payloads in the worker protocol.</summary>
internal static class PayloadType
{
    public const string Doubles = "float64";
    public const string Singles = "float32";
    public const string Bytes = "bytes";
    public const string File = "file";

    public static string Of(Payload payload) => payload switch
    {
        FieldPayload { Precision: Precision.Double } => Doubles,
        FieldPayload => Singles,
        { Format: { } format } => format.Name,
        _ => Bytes,
    };
}
