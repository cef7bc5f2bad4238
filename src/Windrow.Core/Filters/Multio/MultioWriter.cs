using System.Text;
using System.Text.Encodings.Web;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters.Multio;

/// <summary>Writes a filter as multio's <c>match</c>, <c>any</c>, <c>all</c>, <c>not</c>: one line of JSON, which is YAML.</summary>
public static class MultioWriter
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static Translation Write(Filter filter)
    {
        var writing = new Writing();
        try
        {
            var text = new StringBuilder();
            Print(text, writing.Rewrite(filter, true));
            return new(text.ToString(), null, null, writing.Notes);
        }
        catch (TranslationException failure)
        {
            return new(null, failure.Clause, failure.Message, writing.Notes);
        }
    }

    private static void Print(StringBuilder text, Filter filter)
    {
        switch (filter)
        {
            case TypedMatch match:
                Print(text, match);
                break;
            case Not not:
                text.Append("{\"not\": ");
                Print(text, not.Item);
                text.Append('}');
                break;
            case Constant constant:
                text.Append(constant.Value ? "{\"all\": []}" : "{\"any\": []}");
                break;
            default:
                text.Append(filter is And ? "{\"all\": [" : "{\"any\": [");
                var items = ((Junction)filter).Items;
                for (var i = 0; i < items.Length; i++)
                {
                    if (i > 0)
                        text.Append(", ");
                    Print(text, items[i]);
                }

                text.Append("]}");
                break;
        }
    }

    private static void Print(StringBuilder text, TypedMatch match)
    {
        text.Append("{\"match\": {\"").Append(Encoder.Encode(match.Key.Name)).Append("\": [");
        for (var i = 0; i < match.Values.Length; i++)
        {
            if (i > 0)
                text.Append(", ");
            var value = match.Values[i];
            if (value.TryGetString(out var found))
                text.Append('"').Append(Encoder.Encode(found)).Append('"');
            else if (value.TryGetInt64(out _) || value.TryGetBool(out _))
                text.Append(value.ToString());
            else if (value.TryGetNumber(out var number) && double.IsFinite(number))
                text.Append(FilterText.Number(number));
            else
                throw new TranslationException(match, $"the value {value} cannot be written in YAML");
        }

        text.Append("]}").Append(match.EnforceTypes ? "" : ", \"enforce-same-key-types\": false").Append('}');
    }

    private sealed class Writing : Translating
    {
        protected override Filter RewriteTest(KeyTest test, bool when)
        {
            if (test.Leaf is TypedMatch)
                return when ? test.Leaf : new Not(test.Leaf);
            if (test.Operator != ComparisonOperator.Equal)
                throw new TranslationException(test.Leaf, "multio matches values; it has no order, and cannot ask for a key that is there with any value");
            if (!when)
                throw new TranslationException(test.Leaf, $"multio takes an absent '{test.Key}' as different from every value, this notation does not, and multio cannot ask whether a key is there");
            if (test.Leaf is NumericComparison or TextComparison)
                Note($"ecCodes asks for '{test.Key}' as {(test.Leaf is NumericComparison ? "a number" : "text")}, multio takes it with the type that it has");
            var values = new List<MetadataValue>();
            foreach (var value in test.Values)
            {
                if (value.Type is not (MetadataType.Int64 or MetadataType.Double or MetadataType.Float32 or MetadataType.String or MetadataType.Bool))
                    throw new TranslationException(test.Leaf, $"multio cannot match the value {value}");
                values.Add(value);

                // A whole number equals metadata of both numeric types in the other notations.
                if (value.TryGetNumber(out var number) && number == Math.Floor(number) && Math.Abs(number) < 1e15)
                    values.Add(value.TryGetInt64(out _) ? MetadataValue.Of(number) : MetadataValue.Of((long)number));
            }

            return new TypedMatch(test.Key, [.. values], enforceTypes: false);
        }
    }
}
