using System.Numerics;
using System.Runtime.InteropServices;
using Windrow.Maps.Inputs.Fields;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>Applies a formula to fields of the same length.</summary>
internal static class Kernel
{
    /// <param name="into">Gets the result; it may be one of the operands.</param>
    public static void Apply<T>(FieldValues a, FieldValues b, FieldValues c, FieldValues into)
        where T : IFormula
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(into.Padded);
        var va = MemoryMarshal.Cast<float, Vector<float>>(a.Padded)[..to.Length];
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b.Padded)[..to.Length];
        var vc = MemoryMarshal.Cast<float, Vector<float>>(c.Padded)[..to.Length];
        for (var i = 0; i < to.Length; i++)
            to[i] = T.Of(va[i], vb[i], vc[i]);
    }
}
