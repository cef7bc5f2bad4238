using Windrow.Core.Messages;

namespace Windrow.Core.Filters.Cql2;

/// <summary>Writes a filter as CQL2 text.</summary>
public static class Cql2Writer
{
    public static Translation Write(Filter filter)
    {
        if (!Translating.Has(filter, static leaf => leaf is TypedMatch or NumericComparison or TextComparison or Defined))
            return new(filter.ToString(), null, null, []);
        var writing = new Writing();
        try
        {
            return new(writing.Rewrite(filter, true).ToString(), null, null, writing.Notes);
        }
        catch (TranslationException failure)
        {
            return new(null, failure.Clause, failure.Message, writing.Notes);
        }
    }

    private sealed class Writing : Translating
    {
        protected override Filter RewriteTest(KeyTest test, bool when)
        {
            var property = new Property(test.Key);
            if (test.Operator is not { } op)
                return when ? new Not(new IsNull(property)) : new IsNull(property);
            if (test.Leaf is not (TypedMatch or NumericComparison or TextComparison))
                return Guarded(when ? test.Leaf : new Not(test.Leaf), property);
            if (test.Leaf is TypedMatch match)
                Note($"where '{test.Key}' has another type than the values listed, multio {(match.EnforceTypes ? "reports an error" : "takes the clause as false")}; CQL2 compares numbers of all types and takes the clause as unknown for the rest");
            else if (test.Leaf is NumericComparison or TextComparison)
                Note($"ecCodes asks for '{test.Key}' as {(test.Leaf is NumericComparison ? "a number" : "text")}, CQL2 takes it with the type that it has");
            foreach (var value in test.Values)
            {
                if (value.Type is not (MetadataType.Int64 or MetadataType.Double or MetadataType.Float32 or MetadataType.String or MetadataType.Bool or MetadataType.Timestamp) || (value.TryGetNumber(out var number) && !double.IsFinite(number)))
                    throw new TranslationException(test.Leaf, $"the value {value} cannot be written in CQL2");
            }

            if (test.Values.Length == 0)
                return new Constant(!when);
            Filter holds = test.Values.Length == 1
                ? new Comparison(property, when || test.AbsentIsFalse ? op : KeyTest.Opposite(op), new Literal(test.Values[0]))
                : new In(property, test.Values);
            if (when)
                return Guarded(holds, property);
            if (test.AbsentIsFalse)
                return new Or([new IsNull(property), new Not(holds)]);
            return Guarded(test.Values.Length == 1 ? holds : new Not(holds), property);
        }

        protected override Filter RewriteOther(Filter leaf, bool when)
        {
            if (IsTotal || leaf is NumericComparison or TextComparison)
                return base.RewriteOther(leaf, when);
            return when ? leaf : new Not(leaf);
        }

        private Filter Guarded(Filter filter, Property property) => IsTotal ? new And([new Not(new IsNull(property)), filter]) : filter;
    }
}
