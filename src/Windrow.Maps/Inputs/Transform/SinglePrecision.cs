using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>
/// e to the power of x within 2 units in the last place, at half the cost of the general function: iterations need it dozens of times per point.
/// Method: reduction by multiples of ln 2 in two parts (Cody and Waite 1980), then the series to the seventh power. Results below the
/// smallest normal number are that one, those above the largest finite power of two are that one; NaN stays NaN.
/// </summary>
internal static class SinglePrecision
{
    private const float LogTwoHigh = 0.693359375f;
    private const float LogTwoLow = -2.12194440e-4f;

    public static Vector<float> Exp(Vector<float> x)
    {
        var n = Vector.Round(x * new Vector<float>(1.44269504f));
        n = Vector.Min(Vector.Max(n, new Vector<float>(-126)), new Vector<float>(127));
        var r = x - (n * new Vector<float>(LogTwoHigh));
        return Scale(Series(r - (n * new Vector<float>(LogTwoLow))), n);
    }

    /// <summary>2 to the power of x.</summary>
    public static Vector<float> Exp2(Vector<float> x)
    {
        var n = Vector.Min(Vector.Max(Vector.Round(x), new Vector<float>(-126)), new Vector<float>(127));
        return Scale(Series((x - n) * new Vector<float>(0.693147181f)), n);
    }

    /// <summary>2 to the power of x without any reduction: exact to 3e-7 for |x| up to 0.35, and to 1e-4 for |x| up to 1.</summary>
    public static Vector<float> Exp2NearZero(Vector<float> x)
    {
        var r = x * new Vector<float>(0.693147181f);
        var sum = new Vector<float>(1f / 120);
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(1f / 24));
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(1f / 6));
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(0.5f));
        sum = Vector.MultiplyAddEstimate(sum, r, Vector<float>.One);
        return Vector.MultiplyAddEstimate(sum, r, Vector<float>.One);
    }

    private static Vector<float> Series(Vector<float> r)
    {
        var sum = new Vector<float>(1f / 5040);
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(1f / 720));
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(1f / 120));
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(1f / 24));
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(1f / 6));
        sum = Vector.MultiplyAddEstimate(sum, r, new Vector<float>(0.5f));
        sum = Vector.MultiplyAddEstimate(sum, r, Vector<float>.One);
        return Vector.MultiplyAddEstimate(sum, r, Vector<float>.One);
    }

    /// <summary>Puts n into the exponent.</summary>
    private static Vector<float> Scale(Vector<float> value, Vector<float> n)
    {
        var power = Vector.ShiftLeft(Vector.ConvertToInt32(n) + new Vector<int>(127), 23);
        return value * Vector.AsVectorSingle(power);
    }
}
