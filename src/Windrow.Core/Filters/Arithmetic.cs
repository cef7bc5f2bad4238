using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>
/// Arithmetic over numbers. Integers stay integers under + - * div % as long as they fit into 64 bits and are reals
/// otherwise; anything but numbers, and division by zero, have no value.
/// </summary>
public sealed class Arithmetic(Expression left, ArithmeticOperator op, Expression right, FilterSource source = default)
    : Expression(source, 1 + Math.Max(left.Depth, right.Depth))
{
    public Expression Left { get; } = left;

    public ArithmeticOperator Operator { get; } = op;

    public Expression Right { get; } = right;

    internal override int Binding => Operator switch
    {
        ArithmeticOperator.Add or ArithmeticOperator.Subtract => 1,
        ArithmeticOperator.Power => 3,
        _ => 2,
    };

    public override bool TryEvaluate(Metadata metadata, out MetadataValue value)
    {
        value = default;
        if (!Left.TryEvaluate(metadata, out var left) || !Right.TryEvaluate(metadata, out var right))
            return false;
        if (left.TryGetInt64(out var a) && right.TryGetInt64(out var b) && TryIntegers(a, b, out value))
            return true;
        if (!left.TryGetNumber(out var x) || !right.TryGetNumber(out var y) || (y == 0 && Operator is ArithmeticOperator.Divide or ArithmeticOperator.IntegerDivide or ArithmeticOperator.Remainder))
            return false;
        value = Operator switch
        {
            ArithmeticOperator.Add => x + y,
            ArithmeticOperator.Subtract => x - y,
            ArithmeticOperator.Multiply => x * y,
            ArithmeticOperator.Divide => x / y,
            ArithmeticOperator.IntegerDivide => Math.Truncate(x / y),
            ArithmeticOperator.Remainder => x % y,
            _ => Math.Pow(x, y),
        };
        return true;
    }

    public override void CollectKeys(ISet<MetadataKey> keys)
    {
        Left.CollectKeys(keys);
        Right.CollectKeys(keys);
    }

    internal override void Print(StringBuilder text)
    {
        // Both sides in parentheses unless they bind tighter: which way a chain associates is then of no concern.
        PrintSide(text, Left);
        text.Append(' ').Append(Symbol(Operator)).Append(' ');
        PrintSide(text, Right);
    }

    private void PrintSide(StringBuilder text, Expression side)
    {
        if (side.Binding > Binding)
        {
            side.Print(text);
            return;
        }

        text.Append('(');
        side.Print(text);
        text.Append(')');
    }

    private static string Symbol(ArithmeticOperator op) => op switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        ArithmeticOperator.Divide => "/",
        ArithmeticOperator.IntegerDivide => "div",
        ArithmeticOperator.Remainder => "%",
        _ => "^",
    };

    private bool TryIntegers(long a, long b, out MetadataValue value)
    {
        value = default;
        Int128 exact;
        switch (Operator)
        {
            case ArithmeticOperator.Add:
                exact = (Int128)a + b;
                break;
            case ArithmeticOperator.Subtract:
                exact = (Int128)a - b;
                break;
            case ArithmeticOperator.Multiply:
                exact = (Int128)a * b;
                break;
            case ArithmeticOperator.IntegerDivide when b != 0:
                exact = (Int128)a / b;
                break;
            case ArithmeticOperator.Remainder when b != 0:
                exact = (Int128)a % b;
                break;
            default:
                return false;
        }

        if (exact < long.MinValue || exact > long.MaxValue)
            return false;
        value = (long)exact;
        return true;
    }
}
