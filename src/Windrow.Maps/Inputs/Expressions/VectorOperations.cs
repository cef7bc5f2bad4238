using System.Numerics;

namespace Windrow.Maps.Inputs.Expressions;

/// <summary>The vector operations, one type each so that the compiler puts them into the loops.</summary>
internal static class VectorOperations
{
    private static Vector<float> Mask(Vector<int> yes, Vector<float> a, Vector<float> b)
    {
        // Only what is equal to itself is a number.
        var known = Vector.Equals(a, a) & Vector.Equals(b, b);
        var answer = Vector.ConditionalSelect(yes, Vector<float>.One, Vector<float>.Zero);
        return Vector.ConditionalSelect(known, answer, new Vector<float>(float.NaN));
    }

    public readonly struct Add : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a + b;
    }

    public readonly struct Subtract : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a - b;
    }

    public readonly struct Multiply : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a * b;
    }

    public readonly struct Divide : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a / b;
    }

    public readonly struct FloorDivide : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Floor(a / b);
    }

    /// <summary>As Python and NumPy have it: with the sign of the divisor.</summary>
    public readonly struct Modulo : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a - (Vector.Floor(a / b) * b);
    }

    public readonly struct Negate : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => -a;
    }

    public readonly struct Plus : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a;
    }

    public readonly struct Square : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a * a;
    }

    public readonly struct Cube : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a * a * a;
    }

    public readonly struct Less : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Mask(Vector.LessThan(a, b), a, b);
    }

    public readonly struct LessOrEqual : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Mask(Vector.LessThanOrEqual(a, b), a, b);
    }

    public readonly struct Greater : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Mask(Vector.GreaterThan(a, b), a, b);
    }

    public readonly struct GreaterOrEqual : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Mask(Vector.GreaterThanOrEqual(a, b), a, b);
    }

    public readonly struct Equal : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Mask(Vector.Equals(a, b), a, b);
    }

    public readonly struct NotEqual : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Mask(~Vector.Equals(a, b), a, b);
    }

    public readonly struct And : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a * b;
    }

    public readonly struct Or : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => a + b - (a * b);
    }

    public readonly struct Xor : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Abs(a - b);
    }

    public readonly struct Not : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector<float>.One - a;
    }

    public readonly struct IsMissing : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.ConditionalSelect(Vector.Equals(a, a), Vector<float>.Zero, Vector<float>.One);
    }

    public readonly struct IsFinite : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.ConditionalSelect(Vector.Equals(a - a, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);
    }

    /// <summary>Missing where the condition is.</summary>
    public readonly struct Where : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) =>
            Vector.ConditionalSelect(Vector.Equals(a, a), Vector.ConditionalSelect(Vector.Equals(a, Vector<float>.Zero), c, b), a);
    }

    public readonly struct Minimum : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Min(a, b);
    }

    public readonly struct Maximum : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Max(a, b);
    }

    public readonly struct MinimumOfPresent : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.MinNumber(a, b);
    }

    public readonly struct MaximumOfPresent : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.MaxNumber(a, b);
    }

    public readonly struct Clip : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Min(Vector.Max(a, b), c);
    }

    public readonly struct Abs : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Abs(a);
    }

    public readonly struct SquareRoot : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.SquareRoot(a);
    }

    public readonly struct Exp : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Exp(a);
    }

    public readonly struct Log : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Log(a);
    }

    public readonly struct Floor : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Floor(a);
    }

    public readonly struct Ceiling : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Ceiling(a);
    }

    public readonly struct Round : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Round(a);
    }

    public readonly struct Truncate : IVectorOperation
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Truncate(a);
    }
}
