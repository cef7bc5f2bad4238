using System.Globalization;

namespace Windrow.Core.Tests.Filters;

/// <summary>Random multio conditions as YAML flow text, each with a naive evaluation that throws where multio stops with an error.</summary>
internal sealed record RandomMultio(string Text, Func<Dictionary<string, object>, bool> Evaluate)
{
    internal sealed class WrongTypeException : Exception;

    public bool? Judge(Dictionary<string, object> values)
    {
        try
        {
            return Evaluate(values);
        }
        catch (WrongTypeException)
        {
            return null;
        }
    }

    public static RandomMultio Next(Random random, int depth, bool enforce = true)
    {
        var given = random.Next(4);
        enforce = given == 0 ? false : given == 1 || enforce;
        var suffix = given == 0 ? ", enforce-same-key-types: false" : given == 1 ? ", enforce-same-key-types: true" : "";
        if (depth > 0 && random.Next(3) > 0)
        {
            var items = Enumerable.Range(0, random.Next(4)).Select(_ => Next(random, depth - 1, enforce)).ToArray();
            var list = string.Join(", ", items.Select(item => item.Text));
            if (random.Next(3) == 0 && items.Length > 0)
                return new($"{{ not: {items[0].Text}{suffix} }}", m => !items[0].Evaluate(m));
            return random.Next(2) == 0
                ? new($"{{ any: [{list}]{suffix} }}", m => items.Any(item => item.Evaluate(m)))
                : new($"{{ all: [{list}]{suffix} }}", m => items.All(item => item.Evaluate(m)));
        }

        var match = Alternatives(random, enforce);
        var ignore = Alternatives(random, enforce);
        return random.Next(3) switch
        {
            0 => new($"{{ match: {match.Text}{suffix} }}", match.Evaluate),
            1 => new($"{{ ignore: {ignore.Text}{suffix} }}", m => !ignore.Evaluate(m)),
            _ => new($"{{ ignore: {ignore.Text}, match: {match.Text}{suffix} }}", m => match.Evaluate(m) && !ignore.Evaluate(m)),
        };
    }

    private static RandomMultio Alternatives(Random random, bool enforce)
    {
        var items = Enumerable.Range(0, random.Next(1, 3)).Select(_ => KeysAndValues(random, enforce)).ToArray();
        return items.Length == 1 && random.Next(2) == 0
            ? items[0]
            : new($"[{string.Join(", ", items.Select(item => item.Text))}]", m => items.Any(item => item.Evaluate(m)));
    }

    private static RandomMultio KeysAndValues(Random random, bool enforce)
    {
        var items = RandomMessage.Keys.Where(_ => random.Next(2) == 0).Select(key => KeyAndValues(random, key, enforce)).ToArray();
        return new($"{{ {string.Join(", ", items.Select(item => item.Text))} }}", m => items.All(item => item.Evaluate(m)));
    }

    private static RandomMultio KeyAndValues(Random random, string key, bool enforce)
    {
        (string Text, object Value)[] constants = [("1", 1L), ("500", 500L), ("2.5", 2.5), ("0.1", 0.1), ("1.0", 1.0), ("a", "a"), ("'1'", "1"), ("b", "b"), ("true", true)];
        var values = Enumerable.Range(0, random.Next(10) == 0 ? 9 : random.Next(4)).Select(_ => constants[random.Next(constants.Length)]).ToArray();
        var text = values.Length == 1 && random.Next(2) == 0 ? values[0].Text : $"[{string.Join(", ", values.Select(value => value.Text))}]";
        return new($"{key}: {text}", m =>
        {
            if (!m.TryGetValue(key, out var found))
                return false;
            if (values.Any(value => Same(value.Value, found)))
                return true;
            if (enforce && values.Length > 0 && TypeName(values[0].Value) != TypeName(found))
                throw new WrongTypeException();
            return false;
        });
    }

    private static bool Same(object listed, object found) => (listed, found) switch
    {
        (double real, double other) => real == other,
        (double real, float other) => Convert.ToSingle(real, CultureInfo.InvariantCulture) == other,
        _ => listed.GetType() == found.GetType() && listed.Equals(found),
    };

    private static string TypeName(object value) => value is float ? "Double" : value.GetType().Name;
}
