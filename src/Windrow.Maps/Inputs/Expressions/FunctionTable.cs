using System.Collections.Frozen;
using static Windrow.Maps.Inputs.Expressions.VectorOperations;

namespace Windrow.Maps.Inputs.Expressions;

/// <summary>The functions of expressions, under NumPy's names. Only such as work point by point: a mean over a field is none of them.</summary>
internal static class FunctionTable
{
    private static readonly FrozenDictionary<string, ElementOperation> Functions = new Dictionary<string, ElementOperation>
    {
        ["sqrt"] = new VectorOperation<SquareRoot>(1),
        ["square"] = new VectorOperation<Square>(1),
        ["exp"] = new VectorOperation<Exp>(1),
        ["exp2"] = new ScalarOperation(1, static (a, _) => MathF.Pow(2, a)),
        ["log"] = new VectorOperation<Log>(1),
        ["log10"] = new ScalarOperation(1, static (a, _) => MathF.Log10(a)),
        ["log2"] = new ScalarOperation(1, static (a, _) => MathF.Log2(a)),
        ["abs"] = new VectorOperation<Abs>(1),
        ["absolute"] = new VectorOperation<Abs>(1),
        ["fabs"] = new VectorOperation<Abs>(1),
        ["sign"] = new ScalarOperation(1, static (a, _) => float.IsNaN(a) ? a : MathF.Sign(a)),
        ["floor"] = new VectorOperation<Floor>(1),
        ["ceil"] = new VectorOperation<Ceiling>(1),
        ["round"] = new VectorOperation<Round>(1),
        ["rint"] = new VectorOperation<Round>(1),
        ["trunc"] = new VectorOperation<Truncate>(1),
        ["sin"] = new ScalarOperation(1, static (a, _) => MathF.Sin(a)),
        ["cos"] = new ScalarOperation(1, static (a, _) => MathF.Cos(a)),
        ["tan"] = new ScalarOperation(1, static (a, _) => MathF.Tan(a)),
        ["arcsin"] = new ScalarOperation(1, static (a, _) => MathF.Asin(a)),
        ["arccos"] = new ScalarOperation(1, static (a, _) => MathF.Acos(a)),
        ["arctan"] = new ScalarOperation(1, static (a, _) => MathF.Atan(a)),
        ["sinh"] = new ScalarOperation(1, static (a, _) => MathF.Sinh(a)),
        ["cosh"] = new ScalarOperation(1, static (a, _) => MathF.Cosh(a)),
        ["tanh"] = new ScalarOperation(1, static (a, _) => MathF.Tanh(a)),
        ["radians"] = new ScalarOperation(1, static (a, _) => float.DegreesToRadians(a)),
        ["deg2rad"] = new ScalarOperation(1, static (a, _) => float.DegreesToRadians(a)),
        ["degrees"] = new ScalarOperation(1, static (a, _) => float.RadiansToDegrees(a)),
        ["rad2deg"] = new ScalarOperation(1, static (a, _) => float.RadiansToDegrees(a)),
        ["isnan"] = new VectorOperation<IsMissing>(1, givesMask: true),
        ["isfinite"] = new VectorOperation<IsFinite>(1, givesMask: true),
        ["logical_not"] = new VectorOperation<Not>(1, givesMask: true, masks: 1),
        ["minimum"] = new VectorOperation<Minimum>(2),
        ["maximum"] = new VectorOperation<Maximum>(2),
        ["fmin"] = new VectorOperation<MinimumOfPresent>(2),
        ["fmax"] = new VectorOperation<MaximumOfPresent>(2),
        ["power"] = new ScalarOperation(2, MathF.Pow),
        ["hypot"] = new ScalarOperation(2, float.Hypot),
        ["arctan2"] = new ScalarOperation(2, MathF.Atan2),
        ["logical_and"] = new VectorOperation<And>(2, givesMask: true, masks: 2),
        ["logical_or"] = new VectorOperation<Or>(2, givesMask: true, masks: 2),
        ["logical_xor"] = new VectorOperation<Xor>(2, givesMask: true, masks: 2),
        ["where"] = new VectorOperation<Where>(3, masks: 1),
        ["clip"] = new VectorOperation<Clip>(3),
    }.ToFrozenDictionary();

    public static IEnumerable<string> Names => Functions.Keys;

    public static ElementOperation? Find(string name) => Functions.GetValueOrDefault(name);
}
