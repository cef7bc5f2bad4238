using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>The sum of two amounts in the same unit.</summary>
internal readonly struct SumOfTwo : IFormula
{
    public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a + b;
}
