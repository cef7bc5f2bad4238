using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>
/// Comparison as CQL2 has it: numbers by value whatever their type (exactly; a float32 is the double that it widens
/// to), text by ordinal, booleans with false before true, times and durations on their axis; nothing else compares.
/// </summary>
internal static class Comparing
{
    public static Order Compare(in MetadataValue left, in MetadataValue right, bool byDay = false)
    {
        if (left.TryGetString(out var text))
            return right.TryGetString(out var otherText) ? Of(string.CompareOrdinal(text, otherText)) : Order.None;
        if (left.TryGetInt64(out var integer) && right.TryGetInt64(out var otherInteger))
            return Of(integer.CompareTo(otherInteger));
        if (left.TryGetNumber(out var number))
            return right.TryGetNumber(out var otherNumber) ? Numbers(left, number, right, otherNumber) : Order.None;
        if (left.TryGetTimestamp(out var time))
        {
            if (!right.TryGetTimestamp(out var otherTime))
                return Order.None;
            return byDay ? Of(time.Date.CompareTo(otherTime.Date)) : Of(time.CompareTo(otherTime));
        }

        if (left.TryGetDuration(out var duration))
            return right.TryGetDuration(out var otherDuration) ? Of(duration.CompareTo(otherDuration)) : Order.None;
        if (left.TryGetBool(out var flag))
            return right.TryGetBool(out var otherFlag) ? Of(flag.CompareTo(otherFlag)) : Order.None;
        return Order.None;
    }

    public static Order Numbers(double left, double right) =>
        left < right ? Order.Less : left > right ? Order.Greater : left == right ? Order.Equal : Order.Unordered;

    public static Truth Judge(ComparisonOperator op, Order order) => order == Order.None ? Truth.Unknown : Holds(op, order) ? Truth.True : Truth.False;

    public static bool Holds(ComparisonOperator op, Order order) => op switch
    {
        ComparisonOperator.Equal => order == Order.Equal,
        ComparisonOperator.NotEqual => order != Order.Equal,
        ComparisonOperator.Less => order == Order.Less,
        ComparisonOperator.LessOrEqual => order is Order.Less or Order.Equal,
        ComparisonOperator.Greater => order == Order.Greater,
        _ => order is Order.Greater or Order.Equal,
    };

    /// <summary>The operator that says the same with the sides exchanged.</summary>
    public static ComparisonOperator Mirror(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => op,
    };

    public static string Text(ComparisonOperator op, string equal, string notEqual) => op switch
    {
        ComparisonOperator.Equal => equal,
        ComparisonOperator.NotEqual => notEqual,
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };

    // Above 2^53 a double no longer tells one integer from the next, so an integer is compared as one.
    private static Order Numbers(in MetadataValue left, double leftNumber, in MetadataValue right, double rightNumber)
    {
        if (left.TryGetInt64(out var integer))
            return Mixed(integer, rightNumber);
        if (!right.TryGetInt64(out integer))
            return Numbers(leftNumber, rightNumber);
        return Mixed(integer, leftNumber) switch
        {
            Order.Less => Order.Greater,
            Order.Greater => Order.Less,
            var same => same,
        };
    }

    private static Order Mixed(long integer, double number)
    {
        if (double.IsNaN(number))
            return Order.Unordered;
        if (number >= 9223372036854775808.0)
            return Order.Less;
        if (number < -9223372036854775808.0)
            return Order.Greater;
        var whole = Math.Floor(number);
        var order = integer.CompareTo((long)whole);
        return order == 0 && whole < number ? Order.Less : Of(order);
    }

    private static Order Of(int sign) => sign < 0 ? Order.Less : sign > 0 ? Order.Greater : Order.Equal;
}
