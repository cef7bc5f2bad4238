using Windrow.Core.Messages;

namespace Windrow.Core.Filters.EcCodes;

/// <summary>Writes a filter as an ecCodes condition. Keys that may be absent are asked for with <c>defined</c> first.</summary>
public static class EcCodesWriter
{
    public static Translation Write(Filter filter)
    {
        if (filter is EcCodesCondition)
            return new(filter.ToString(), null, null, []);
        var writing = new Writing();
        try
        {
            return new(Bare(writing.Rewrite(filter, true)).ToString(), null, null, writing.Notes);
        }
        catch (TranslationException failure)
        {
            return new(null, failure.Clause, failure.Message, writing.Notes);
        }
    }

    // Where everything has to hold, an absent key may as well abort the condition.
    private static Filter Bare(Filter filter)
    {
        if (filter is not And and)
            return filter;
        if (and.Items.Length == 2 && and.Items[0] is Defined defined && !Translating.Has(and.Items[1], static leaf => leaf is Defined))
        {
            var keys = new HashSet<MetadataKey>();
            and.Items[1].CollectKeys(keys);
            if (keys.SetEquals([defined.Key]))
                return and.Items[1];
        }

        return new And(Array.ConvertAll(and.Items.ToArray(), Bare));
    }

    private sealed class Writing : Translating
    {
        protected override Filter RewriteTest(KeyTest test, bool when)
        {
            var defined = new Defined(test.Key);
            if (!Array.TrueForAll([.. test.Key.Name], static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') || EcCodesLexer.Keywords.Contains(test.Key.Name) || !test.Key.Name.Any(char.IsAsciiLetter))
                throw new TranslationException(test.Leaf, $"'{test.Key}' is not the name of an ecCodes key");
            if (test.Operator is not { } op)
                return when ? defined : new Not(defined);
            if (test.Leaf is not (NumericComparison or TextComparison))
                Note($"ecCodes asks for '{test.Key}' in the form it is compared with; the type that it has is of no concern");
            var alternatives = Array.ConvertAll(test.Values, value => One(test, op, value));
            Filter holds = alternatives.Length == 1 ? alternatives[0] : new Or(alternatives);
            if (alternatives.Length == 0)
                return RewriteConstant(!when);
            if (when)
                return new And([defined, holds]);
            return test.AbsentIsFalse ? new Or([new Not(defined), new Not(holds)]) : new And([defined, new Not(holds)]);
        }

        protected override Filter RewriteOther(Filter leaf, bool when)
        {
            if (leaf is IsNull { Operand: Property property })
                return RewriteTest(new KeyTest(leaf, property.Key, null, []), !when);
            return base.RewriteOther(leaf, when);
        }

        protected override Filter RewriteConstant(bool value) =>
            new NumericComparison(EcCodesValue.Of(value ? 1 : 0), ComparisonOperator.Equal, EcCodesValue.Of(1));

        private static Filter One(KeyTest test, ComparisonOperator op, MetadataValue value)
        {
            var key = EcCodesValue.OfKey(test.Key);
            if (value.TryGetNumber(out var number) && double.IsFinite(number))
                return new NumericComparison(key, op, EcCodesValue.Of(number));
            if (!value.TryGetString(out var text) || text.EndsWith('\\'))
                throw new TranslationException(test.Leaf, $"the value {value} cannot be written in an ecCodes condition");
            return op switch
            {
                ComparisonOperator.Equal => new TextComparison(key, false, EcCodesValue.Of(text)),
                ComparisonOperator.NotEqual => new Not(new TextComparison(key, false, EcCodesValue.Of(text))),
                _ => throw new TranslationException(test.Leaf, "ecCodes conditions have no order of texts"),
            };
        }
    }
}
