using System.Numerics;
using System.Runtime.InteropServices;

namespace Windrow.Maps.Inputs.Expressions;

/// <summary>An operation that the processor does for a whole vector at once. Blocks are whole vectors.</summary>
internal sealed class VectorOperation<T>(int operands, bool givesMask = false, int masks = 0) : ElementOperation(operands, givesMask, masks)
    where T : IVectorOperation
{
    public override void Apply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> result)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(result);
        var va = MemoryMarshal.Cast<float, Vector<float>>(a)[..to.Length];
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b)[..to.Length];
        var vc = MemoryMarshal.Cast<float, Vector<float>>(c)[..to.Length];
        for (var i = 0; i < to.Length; i++)
            to[i] = T.Of(va[i], vb[i], vc[i]);
    }
}
