using System.Globalization;
using System.Text.RegularExpressions;

namespace Windrow.Core.Tests.Filters;

/// <summary>Random CQL2 text, each with a naive evaluation over plain values: true, false, or null for unknown.</summary>
internal sealed record RandomCql2(string Text, Func<Dictionary<string, object>, bool?> Evaluate)
{
    private sealed record Value(string Text, Func<Dictionary<string, object>, object?> Evaluate, bool IsDate = false);

    public static RandomCql2 Next(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
            return Leaf(random);
        var left = Next(random, depth - 1);
        var right = Next(random, depth - 1);
        return random.Next(3) switch
        {
            0 => new($"({left.Text} AND {right.Text})", m => And(left.Evaluate(m), right.Evaluate(m))),
            1 => new($"({left.Text} or {right.Text})", m => Or(left.Evaluate(m), right.Evaluate(m))),
            _ => new($"not ({left.Text})", m => !left.Evaluate(m)),
        };
    }

    private static RandomCql2 Leaf(Random random)
    {
        var a = Expression(random, 2);
        switch (random.Next(7))
        {
            case 0:
                return random.Next(2) == 0 ? new($"{a.Text} is null", m => a.Evaluate(m) is null) : new($"{a.Text} IS NOT NULL", m => a.Evaluate(m) is not null);
            case 1:
                Value low = Expression(random, 1), high = Expression(random, 1);
                return new($"{a.Text} between {low.Text} and {high.Text}", m => And(Compare(a, ">=", low, m), Compare(a, "<=", high, m)));
            case 2:
                var items = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(8) == 0 ? Expression(random, 1) : Constant(random)).ToArray();
                var text = $"{a.Text} in ({string.Join(", ", items.Select(item => item.Text))})";
                return new(text, m => items.Aggregate((bool?)false, (sum, item) => Or(sum, Compare(a, "=", item, m))));
            case 3:
                var pattern = string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => random.Pick("%", "_", "a", "b", "x", "\\%")));
                var regex = new Regex("\\A" + Regex.Replace(pattern, @"\\%|%|_|[abx]", part => part.Value switch { "%" => "[\\s\\S]*", "_" => "[\\s\\S]", "\\%" => "%", var other => other }) + "\\z");
                return new($"{a.Text} like '{pattern}'", m => a.Evaluate(m) is string found ? regex.IsMatch(found) : null);
            default:
                var op = random.Pick("=", "<>", "<", "<=", ">", ">=");
                var b = Expression(random, 1);
                return new($"{a.Text} {op} {b.Text}", m => Compare(a, op, b, m));
        }
    }

    private static Value Expression(Random random, int depth)
    {
        if (depth == 0 || random.Next(3) > 0)
            return random.Next(2) == 0 ? Key(random) : Constant(random);
        Value a = Expression(random, depth - 1), b = Expression(random, depth - 1);
        var op = random.Pick("+", "-", "*", "/", "div", "%");
        return new($"({a.Text} {op} {b.Text})", m => Calculate(a.Evaluate(m), op, b.Evaluate(m)));
    }

    private static Value Key(Random random)
    {
        var key = random.Pick(RandomMessage.Keys);
        return new(random.Next(2) == 0 ? key : $"\"{key}\"", m => m.GetValueOrDefault(key));
    }

    private static Value Constant(Random random) => random.Pick<Value>(
        new("1", _ => 1L), new("2.5", _ => 2.5), new("-1", _ => -1L), new("0", _ => 0L), new("1.0", _ => 1.0), new("500", _ => 500L), new("0.1", _ => 0.1),
        new("9007199254740993", _ => 9007199254740993L), new("9007199254740992.0", _ => 9007199254740992.0),
        new("'a'", _ => "a"), new("'x''y'", _ => "x'y"), new("''", _ => ""), new("true", _ => true), new("FALSE", _ => false),
        new("TIMESTAMP('2026-11-20T06:00:00Z')", _ => new DateTime(2026, 11, 20, 6, 0, 0, DateTimeKind.Utc)),
        new("DATE('2026-11-20')", _ => new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc), IsDate: true));

    private static object? Calculate(object? a, string op, object? b)
    {
        if (Number(a) is not { } x || Number(b) is not { } y)
            return null;
        if (a is long i && b is long j && op != "/")
        {
            var (p, q) = ((System.Numerics.BigInteger)i, (System.Numerics.BigInteger)j);
            if (q == 0 && op is "div" or "%" && q == 0)
                return null;
            var exact = op switch { "+" => p + q, "-" => p - q, "*" => p * q, "div" => System.Numerics.BigInteger.Divide(p, q), _ => System.Numerics.BigInteger.Remainder(p, q) };
            if (exact >= long.MinValue && exact <= long.MaxValue)
                return (long)exact;
        }

        if (y == 0 && op is "/" or "div" or "%" && y == 0)
            return null;
        return op switch { "+" => x + y, "-" => x - y, "*" => x * y, "/" => x / y, "div" => Math.Truncate(x / y), _ => x % y };
    }

    private static double? Number(object? value) => value is long or double or float ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

    private static bool? Compare(Value left, string op, Value right, Dictionary<string, object> m)
    {
        object? a = left.Evaluate(m), b = right.Evaluate(m);
        if (a is DateTime t && b is DateTime u && (left.IsDate || right.IsDate))
            (a, b) = (t.Date, u.Date);
        int order;
        if (Number(a) is { } x && Number(b) is { } y)
        {
            if (double.IsNaN(x) || double.IsNaN(y))
                return op == "<>";
            order = double.IsInfinity(x) || double.IsInfinity(y) ? x.CompareTo(y) : Exact(a!).CompareTo(Exact(b!));
        }
        else if (a is string s && b is string r)
        {
            order = string.CompareOrdinal(s, r);
        }
        else if (a is not null && b is not null && a.GetType() == b.GetType() && a is bool or DateTime)
        {
            order = ((IComparable)a!).CompareTo(b);
        }
        else
        {
            return null;
        }

        return op switch { "=" => order == 0, "<>" => order != 0, "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    // A number as a whole multiple of 2^-1074, so that nothing is rounded.
    private static System.Numerics.BigInteger Exact(object value)
    {
        if (value is long integer)
            return (System.Numerics.BigInteger)integer << 1074;
        var bits = BitConverter.DoubleToInt64Bits(Convert.ToDouble(value, CultureInfo.InvariantCulture));
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFF;
        var magnitude = exponent == 0 ? fraction : (System.Numerics.BigInteger)(fraction | 0x10000000000000) << (exponent - 1);
        return bits < 0 ? -magnitude : magnitude;
    }

    private static bool? And(bool? a, bool? b) => a == false || b == false ? false : a is null || b is null ? null : true;

    private static bool? Or(bool? a, bool? b) => a == true || b == true ? true : a is null || b is null ? null : false;
}
