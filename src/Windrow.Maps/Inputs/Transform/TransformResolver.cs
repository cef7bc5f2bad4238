using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>Finds a way from the quantities that are there to one that is wanted, and goes it; owns what it computes.</summary>
internal sealed class TransformResolver : IDisposable
{
    private readonly Dictionary<Quantity, FieldValues> _known = [];
    private readonly List<FieldValues> _computed = [];

    /// <summary>Says that a quantity is there. Of two fields of the same quantity the first is taken.</summary>
    public void Know(Quantity quantity, FieldValues values) => _known.TryAdd(quantity, values);

    /// <exception cref="DerivationException">There is no way.</exception>
    public FieldValues Resolve(Quantity wanted)
    {
        if (_known.TryGetValue(wanted, out var given))
            return given;
        return Find(wanted, []) is { } rule ? Compute(rule) : throw new DerivationException(Reason(wanted));
    }

    public void Dispose() => _computed.ForEach(static values => values.Dispose());

    private FieldValues Compute(TransformRule rule)
    {
        var inputs = Array.ConvertAll(rule.Needs, Resolve);
        var result = new FieldValues(inputs[0].Count);
        _computed.Add(result);
        rule.Compute(inputs, result);
        _known.Add(rule.Output, result);
        return result;
    }

    /// <summary>The first rule all of whose needs can be met without the wanted quantity itself.</summary>
    private TransformRule? Find(Quantity wanted, HashSet<Quantity> above)
    {
        if (!above.Add(wanted))
            return null;
        var found = TransformRules.For(wanted).FirstOrDefault(rule => rule.Needs.All(need => _known.ContainsKey(need) || Find(need, above) is not null));
        above.Remove(wanted);
        return found;
    }

    private string Reason(Quantity wanted)
    {
        var definition = QuantityTable.Of(wanted);
        var there = _known.Count == 0 ? "nothing that is known" : string.Join(", ", _known.Keys.Select(static quantity => QuantityTable.Of(quantity).Name));
        return $"{definition.Code} ({definition.Name}) cannot be computed from {there}; it takes {TransformRules.Wanted(wanted)}";
    }
}
