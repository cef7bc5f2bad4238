using System.Runtime.InteropServices;
using Windrow.Core.Payloads;

namespace Windrow.Fields.Statistics.Accumulation;

/// <summary>The values of a field for code that is generic over their precision.</summary>
internal static class FieldSpan
{
    /// <typeparam name="T">double or float, as the field has it.</typeparam>
    public static Span<T> Of<T>(FieldPayload field)
        where T : unmanaged => typeof(T) == typeof(double)
        ? MemoryMarshal.Cast<double, T>(field.Doubles)
        : MemoryMarshal.Cast<float, T>(field.Singles);
}
