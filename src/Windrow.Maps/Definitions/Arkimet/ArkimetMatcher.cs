using System.Collections.Immutable;
using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>
/// A matcher of arkimet's query language (ARPA-SIMC/arkimet, doc/matcher), judged over the keys of a GRIB message in
/// place of arkimet's metadata. All conditions have to hold; a condition holds when one of its alternatives does.
/// Covered are product and origin (GRIB1, GRIB2), level (GRIB1, GRIB2S, GRIB2D) and timerange (GRIB1, Timedef). Immutable.
/// </summary>
public sealed class ArkimetMatcher
{
    private readonly ImmutableArray<ImmutableArray<ArkimetTest>> _conditions;

    internal ArkimetMatcher(string text, ImmutableArray<ImmutableArray<ArkimetTest>> conditions, FilterSource source)
    {
        Text = text;
        Source = source;
        _conditions = conditions;
        Index = IndexOf(conditions, source);
        IsExact = conditions.All(static alternatives => alternatives.All(static test => test.IsExact));
    }

    /// <summary>The matcher as it was written.</summary>
    public string Text { get; }

    /// <summary>Where it was written.</summary>
    public FilterSource Source { get; }

    /// <summary>
    /// A condition that holds for every message that the matcher takes, for the router's index. Where
    /// <see cref="IsExact"/> holds it takes no others; else <see cref="Matches"/> has to be asked, too.
    /// </summary>
    public Filter Index { get; }

    public bool IsExact { get; }

    internal ImmutableArray<ImmutableArray<ArkimetTest>> Conditions => _conditions;

    /// <summary>Judges a GRIB message by its keys, named as ecCodes names them. Allocates nothing.</summary>
    public bool Matches(Metadata message)
    {
        foreach (var alternatives in _conditions)
        {
            var holds = false;
            foreach (var test in alternatives)
            {
                if (test.Holds(message))
                {
                    holds = true;
                    break;
                }
            }

            if (!holds)
                return false;
        }

        return true;
    }

    /// <summary>The matcher in canonical form: equal for matchers that take the same by the same conditions.</summary>
    public override string ToString() => string.Join("; ", _conditions.Select(static alternatives => string.Join(" or ", alternatives)));

    // Each alternative is a whole condition of its own: a key that is absent from it leaves the others as they are.
    private static Filter IndexOf(ImmutableArray<ImmutableArray<ArkimetTest>> conditions, FilterSource source)
    {
        var all = conditions.Select<ImmutableArray<ArkimetTest>, Filter>(alternatives => alternatives.Length == 1
            ? Condition(alternatives[0], source)
            : new Or([.. alternatives.Select(test => Condition(test, source))], source)).ToArray();
        return all.Length == 1 ? all[0] : new And(all, source);
    }

    private static EcCodesCondition Condition(ArkimetTest test, FilterSource source)
    {
        var keys = test.Keys.Select(key => (Filter)new NumericComparison(EcCodesValue.OfKey(key.Key), ComparisonOperator.Equal, EcCodesValue.Of(key.Value), source)).ToArray();
        return new EcCodesCondition(keys.Length switch { 0 => Constant.True, 1 => keys[0], _ => new And(keys, source) }, source);
    }
}
