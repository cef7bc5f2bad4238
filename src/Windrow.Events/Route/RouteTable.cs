using Windrow.Core.Decisions;
using Windrow.Core.Filters;
using Windrow.Core.Messages;
using Windrow.Core.Routing;

namespace Windrow.Events.Route;

/// <summary>
/// Finds the rules that hold for a message. What is known of a message at once tells most rules apart; the dataset is asked for only when a
/// rule that is left wants to know something of it. Safe for several threads, each with <see cref="RouteMatches"/> of its own.
/// </summary>
internal sealed class RouteTable
{
    private const DatasetParts All = DatasetParts.Info | DatasetParts.Files | DatasetParts.Metadata;

    private readonly RouteRule[] _rules;
    private readonly DatasetParts[] _parts;
    private readonly bool _takesFirst;
    private readonly Router _early;
    private readonly Router _whole;

    /// <param name="hasDatasets">Whether keys of <c>dataset</c> are asked for elsewhere; otherwise they are the message's own.</param>
    public RouteTable(IReadOnlyList<RouteRule> rules, RouteMatch match, bool hasDatasets)
    {
        _rules = [.. rules];
        _takesFirst = match == RouteMatch.First;
        _parts = Array.ConvertAll(_rules, rule => hasDatasets ? DatasetKeys.Of(rule.When) | (rule.Rule is { WantsDataset: true } ? All : DatasetParts.None) : DatasetParts.None);
        _whole = Router.Build(_rules.Select(static (rule, number) => new RoutedPlan(number, rule.When)));
        _early = Array.TrueForAll(_parts, static parts => parts == DatasetParts.None)
            ? _whole
            : Router.Build(_rules.Select(static (rule, number) => new RoutedPlan(number, DatasetKeys.Without(rule.When))));
    }

    /// <summary>Rules that are asked for every message, as nothing in them can be looked up.</summary>
    public IReadOnlyList<UnindexedPlan> Unindexed => _whole.Unindexed;

    public RouteRule this[int number] => _rules[number];

    /// <summary>Looks at what is known of the message itself.</summary>
    /// <param name="matches">Takes the rules that hold, when nothing more has to be known.</param>
    /// <returns>What has to be known of the dataset; then <see cref="Match"/> with that.</returns>
    public DatasetParts MatchEarly(Metadata metadata, RouteMatches matches)
    {
        _early.Match(metadata, matches.Early);
        matches.IsEarly = true;
        var wanted = DatasetParts.None;
        foreach (var rule in matches.Early.Plans)
        {
            if (_takesFirst && wanted == DatasetParts.None && _parts[rule] == DatasetParts.None && (_rules[rule].Rule is not { } own || own.Decide(metadata).Holds))
                return DatasetParts.None;
            wanted |= _parts[rule];
        }

        return wanted;
    }

    /// <summary>Looks at the message with all that its rules want to know of the dataset.</summary>
    public void Match(Metadata metadata, RouteMatches matches)
    {
        _whole.Match(metadata, matches.Whole);
        matches.IsEarly = false;
    }

    /// <summary>Those rules that hold by which the message is routed.</summary>
    public ReadOnlySpan<(int Rule, Metadata? Parameters)> Chosen(Metadata metadata, RouteMatches matches)
    {
        matches.Chosen.Clear();
        foreach (var rule in (matches.IsEarly ? matches.Early : matches.Whole).Plans)
        {
            var decision = _rules[rule].Rule?.Decide(metadata);
            if (decision is { Holds: false })
                continue;
            matches.Chosen.Add((rule, decision?.Parameters));
            if (_takesFirst)
                break;
        }

        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(matches.Chosen);
    }

    /// <summary>Why each rule holds or does not, in their order, up to the last that matters.</summary>
    public IEnumerable<(RouteRule Rule, Explanation Why, Decision? Own)> Explain(Metadata metadata)
    {
        foreach (var rule in _rules)
        {
            var why = rule.When.Explain(metadata);
            var own = why.Truth == Truth.True ? rule.Rule?.Decide(metadata) : null;
            yield return (rule, why, own);
            if (_takesFirst && why.Truth == Truth.True && own is not { Holds: false })
                yield break;
        }
    }
}
