using static Windrow.Maps.Inputs.Expressions.VectorOperations;

namespace Windrow.Maps.Inputs.Expressions;

/// <summary>The operators of expressions and how tightly they bind, both as in Python.</summary>
internal static class OperatorTable
{
    public const int Comparison = 1;
    public const int Unary = 7;

    public static readonly ElementOperation Negative = new VectorOperation<Negate>(1);
    public static readonly ElementOperation Positive = new VectorOperation<Plus>(1);
    public static readonly ElementOperation Inverse = new VectorOperation<Not>(1, givesMask: true, masks: 1);

    private static readonly ElementOperation General = new ScalarOperation(2, MathF.Pow);

    private static readonly Dictionary<string, (int Tightness, ElementOperation Operation)> Binary = new()
    {
        ["<"] = (Comparison, new VectorOperation<Less>(2, givesMask: true)),
        ["<="] = (Comparison, new VectorOperation<LessOrEqual>(2, givesMask: true)),
        [">"] = (Comparison, new VectorOperation<Greater>(2, givesMask: true)),
        [">="] = (Comparison, new VectorOperation<GreaterOrEqual>(2, givesMask: true)),
        ["=="] = (Comparison, new VectorOperation<Equal>(2, givesMask: true)),
        ["!="] = (Comparison, new VectorOperation<NotEqual>(2, givesMask: true)),
        ["|"] = (2, new VectorOperation<Or>(2, givesMask: true, masks: 2)),
        ["^"] = (3, new VectorOperation<Xor>(2, givesMask: true, masks: 2)),
        ["&"] = (4, new VectorOperation<And>(2, givesMask: true, masks: 2)),
        ["+"] = (5, new VectorOperation<Add>(2)),
        ["-"] = (5, new VectorOperation<Subtract>(2)),
        ["*"] = (6, new VectorOperation<Multiply>(2)),
        ["/"] = (6, new VectorOperation<Divide>(2)),
        ["//"] = (6, new VectorOperation<FloorDivide>(2)),
        ["%"] = (6, new VectorOperation<Modulo>(2)),
        ["**"] = (8, General),
    };

    public static bool TryFind(Token token, out int tightness, out ElementOperation operation)
    {
        if (token.Kind == TokenKind.Symbol && Binary.TryGetValue(token.Text, out var found))
        {
            (tightness, operation) = found;
            return true;
        }

        (tightness, operation) = (0, General);
        return false;
    }

    /// <summary>Powers that a processor computes faster and more exactly in another way, with one operand less.</summary>
    public static ElementOperation? ConstantPower(float exponent) => exponent switch
    {
        0.5f => new VectorOperation<SquareRoot>(1),
        1 => Positive,
        2 => new VectorOperation<Square>(1),
        3 => new VectorOperation<Cube>(1),
        _ => null,
    };
}
