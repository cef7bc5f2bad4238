using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>Plans that insist on a type for a key: when a message has another one, they are evaluated, as they may err.</summary>
internal sealed class TypeGuard(MetadataValue sample, TypedEquality equality)
{
    private readonly List<int> _plans = [];

    public bool IsFor(TypedMatch match) => match.Values[0].Type == sample.Type && match.Equality == equality;

    /// <summary>Plans are added in their order, each as often as it likes.</summary>
    public void Add(int plan)
    {
        if (_plans.Count == 0 || _plans[^1] != plan)
            _plans.Add(plan);
    }

    public void Check(in MetadataValue value, MatchSet set)
    {
        if (equality.HaveSameType(sample, value))
            return;
        foreach (var plan in _plans)
            set.Hit(Entry.Evaluated(plan));
    }
}
