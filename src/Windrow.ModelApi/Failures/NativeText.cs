using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.ModelApi.Failures;

/// <summary>A text in native memory, for a C program that gets a pointer to it.</summary>
internal sealed unsafe class NativeText
{
    private byte* _bytes;
    private int _capacity;

    /// <summary>Writes the text over the one before, whose pointer is not good any more.</summary>
    public nint Set(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text) + 1;
        if (length > _capacity)
        {
            _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)length);
            _capacity = length;
        }

        Encoding.UTF8.GetBytes(text, new Span<byte>(_bytes, length));
        _bytes[length - 1] = 0;
        return (nint)_bytes;
    }

    /// <summary>A text that stays for ever.</summary>
    public static nint Of(string text) => new NativeText().Set(text);
}
