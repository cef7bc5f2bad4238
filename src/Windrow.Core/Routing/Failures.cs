using Windrow.Core.Filters;

namespace Windrow.Core.Routing;

/// <summary>Finds the clauses of a filter whose answer can be something else than true, false or unknown.</summary>
internal static class Failures
{
    public static bool AreIn(Filter filter)
    {
        switch (filter)
        {
            case TypedMatch match:
                return match.EnforceTypes;
            case NumericComparison or TextComparison:
                return true;
            case Not not:
                return AreIn(not.Item);
            case EcCodesCondition condition:
                return AreIn(condition.Item);
            case Junction junction:
                foreach (var item in junction.Items)
                {
                    if (AreIn(item))
                        return true;
                }

                return false;
            default:
                return false;
        }
    }

    /// <summary>Adds every clause that answers with an error when a value has another type.</summary>
    public static void Collect(Filter filter, List<TypedMatch> enforcing)
    {
        switch (filter)
        {
            case TypedMatch { EnforceTypes: true, Values.IsEmpty: false } match:
                enforcing.Add(match);
                break;
            case Not not:
                Collect(not.Item, enforcing);
                break;
            case EcCodesCondition condition:
                Collect(condition.Item, enforcing);
                break;
            case Junction junction:
                foreach (var item in junction.Items)
                    Collect(item, enforcing);
                break;
        }
    }
}
