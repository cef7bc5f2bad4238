using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>Wind speed of its two components, all in m s-1.</summary>
internal readonly struct WindSpeed : IFormula
{
    public static Vector<float> Of(Vector<float> u, Vector<float> v, Vector<float> c) => Vector.SquareRoot((u * u) + (v * v));
}
