using Windrow.Core.Filters;
using Windrow.Core.Messages;
namespace Windrow.Core.Routing;
public sealed class Router(IReadOnlyList<Filter> filters)
{
    public IReadOnlyList<(int Plan, string Reason)> Unindexed { get; } = [];
    public void Match(Metadata metadata, PlanMatches matches)
    {
        matches.Clear();
        for (var i = 0; i < filters.Count; i++)
            if (filters[i].Matches(metadata)) matches.Add(i);
    }
}
