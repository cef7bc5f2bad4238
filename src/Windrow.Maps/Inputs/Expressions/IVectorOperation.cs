using System.Numerics;

namespace Windrow.Maps.Inputs.Expressions;

/// <summary>An operation on vectors of single precision. Operands that it does not have are to be left alone.</summary>
internal interface IVectorOperation
{
    static abstract Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c);
}
