using System.Globalization;

namespace Windrow.Core.Tests.Filters;

/// <summary>Random ecCodes conditions, each with a naive evaluation; <see cref="MissingKeyException"/> stands for the poison of a missing key.</summary>
internal sealed record RandomEcCodes(string Text, Func<Dictionary<string, object>, bool> Evaluate)
{
    internal sealed class MissingKeyException : Exception;

    public bool Judge(Dictionary<string, object> values)
    {
        try
        {
            return Evaluate(values);
        }
        catch (MissingKeyException)
        {
            return false;
        }
    }

    public static RandomEcCodes Next(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
            return Leaf(random);
        var left = Next(random, depth - 1);
        var right = Next(random, depth - 1);
        return random.Next(3) switch
        {
            0 => new($"({left.Text} {random.Pick("and", "&&")} {right.Text})", m => left.Evaluate(m) && right.Evaluate(m)),
            1 => new($"({left.Text} {random.Pick("or", "||")} {right.Text})", m => left.Evaluate(m) || right.Evaluate(m)),
            _ => new($"{random.Pick("not ", "!")}({left.Text})", m => !left.Evaluate(m)),
        };
    }

    private static RandomEcCodes Leaf(Random random)
    {
        var key = random.Pick(RandomMessage.Keys);
        if (random.Next(8) == 0)
            return new($"defined({key})", m => m.ContainsKey(key));
        if (random.Next(8) == 0)
            return new(key, m => Number(Get(m, key)) != 0);
        if (random.Next(2) == 0)
        {
            var text = random.Pick("a", "b", "", "1", "2.5", "500");
            return random.Next(3) == 0
                ? new($"{key} isnot \"{text}\"", m => Printed(Get(m, key)) != text)
                : new($"{key} is \"{text}\"", m => Printed(Get(m, key)) == text);
        }

        var op = random.Pick("==", "!=", "<", "<=", ">", ">=");
        var constant = random.Pick(0, 1, 2, 2.5, -1, 500);
        return new($"{key} {op} {constant.ToString(CultureInfo.InvariantCulture)}", m => Compare(Number(Get(m, key)), op, constant));
    }

    // Lists and times have neither a number nor a text; to a condition they are not there.
    private static object Get(Dictionary<string, object> values, string key) =>
        values.TryGetValue(key, out var found) && found is not DateTime ? found : throw new MissingKeyException();

    private static bool Compare(double a, string op, double b) =>
        op switch { "==" => a == b, "!=" => a != b, "<" => a < b, "<=" => a <= b, ">" => a > b, _ => a >= b };

    private static double Number(object value) => value switch
    {
        string text => text switch { "1" => 1, "2.5" => 2.5, _ => 0 },
        bool flag => flag ? 1 : 0,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    private static string Printed(object value) => value is bool flag ? (flag ? "1" : "0") : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
