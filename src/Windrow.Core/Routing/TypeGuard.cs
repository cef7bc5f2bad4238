using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>Plans that insist on a type for a key: when a message has another one, they are evaluated, as they may err.</summary>
internal sealed class TypeGuard(MetadataValue sample, TypedEquality equality, int[] plans)
{
    public void Check(in MetadataValue value, MatchSet set)
    {
        if (equality.HaveSameType(sample, value))
            return;
        foreach (var plan in plans)
            set.Hit(Entry.Evaluated(plan));
    }
}
