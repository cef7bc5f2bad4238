using System.Runtime.InteropServices;
using Windrow.ModelApi.Failures;

namespace Windrow.ModelApi.Exports;

/// <summary>What is asked of the arguments of a call before it begins.</summary>
internal static unsafe class Arguments
{
    /// <exception cref="ModelException">The pointer is null.</exception>
    public static void Need(void* pointer, string name)
    {
        if (pointer is null)
            throw new ModelException($"'{name}' is a null pointer");
    }

    /// <summary>An array of a model.</summary>
    /// <exception cref="ModelException">The size is negative, or the pointer null.</exception>
    public static ReadOnlySpan<T> Array<T>(T* values, int size, string name)
        where T : unmanaged
    {
        if (size < 0)
            throw new ModelException($"'{name}' has a size of {size}", "sizes are numbers of values");
        if (size > 0)
            Need(values, name);
        return new ReadOnlySpan<T>(values, size);
    }

    /// <exception cref="ModelException">The pointer is null.</exception>
    public static string Text(byte* text, string name)
    {
        Need(text, name);
        return Marshal.PtrToStringUTF8((nint)text)!;
    }
}
