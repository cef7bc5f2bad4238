using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>A formula of one point with up to three arguments, for a whole vector of points. Missing values are NaN and stay it.</summary>
internal interface IFormula
{
    static abstract Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c);
}
