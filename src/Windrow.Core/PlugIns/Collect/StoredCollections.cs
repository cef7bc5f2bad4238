using System.Text;
using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Collect.News;
using Windrow.Core.PlugIns.Collect.Shared;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// Reads the sets of all <c>collect</c> actions from a state store, whoever has it. The configuration that they are
/// judged by is the one they were kept under, which the store has too.
/// </summary>
public static class StoredCollections
{
    private const int PageOfRows = 256;
    private const string Suffix = ":collect";

    /// <summary>The collect actions that have something in the store.</summary>
    public static IReadOnlyList<(string Plan, string Action)> Actions(IStateReader state) =>
        [.. state.Scopes(FoldLedger.ScopePrefix).Union(state.SharedSets?.Scopes() ?? []).Where(static scope => scope.EndsWith(Suffix, StringComparison.Ordinal)).Select(Split)];

    /// <summary>Reads the sets of an action, the oldest first. While the flow runs they are of slightly different moments.</summary>
    /// <param name="now">What the reasons are told by, UTC.</param>
    /// <param name="wants">Of which keys the members are read too.</param>
    /// <exception cref="StateException">The store cannot be read, or holds what makes no sense.</exception>
    public static IEnumerable<StoredCollection> Read(IStateReader state, string plan, string action, StoredFormats formats, DateTime now, Func<Metadata, bool> wants)
    {
        var scope = $"{FoldLedger.ScopePrefix}{plan}/{action}";
        foreach (var shared in ReadShared(state, plan, action, scope, formats, now, wants))
            yield return shared;
        if (state.ReadItem(scope, FoldLedger.DeclarationKey) is not { } declaration)
            yield break;
        var options = Options(Encoding.UTF8.GetString(declaration), plan, action);
        CollectionBuilder? builder = null;
        foreach (var item in Items(state, scope))
        {
            StoredCollection? done = null;
            try
            {
                if (!MemberRow.TrySplit(item.Key, out var ofSet, out var number))
                    throw new CorruptDataException($"a row with the key '{item.Key}'");
                if (number == 0)
                {
                    done = builder?.Build(now);
                    builder = new CollectionBuilder(plan, action, options, SetRow.Read(ofSet, item.Value, options.Members, formats), wants, formats);
                }
                else if (builder is not null && builder.IsOf(ofSet))
                {
                    builder.Add(number, item.Value);
                }
            }
            catch (CorruptDataException exception)
            {
                throw new StateException(StateTrouble.Corrupt, $"a set of {plan}/{action} is damaged at '{item.Key}': {exception.Message}; see 'windrow state verify'", exception);
            }

            if (done is not null)
                yield return done;
        }

        if (builder is not null)
            yield return builder.Build(now);
    }

    private static (string Plan, string Action) Split(string scope)
    {
        var slash = scope.LastIndexOf('/');
        return (scope[FoldLedger.ScopePrefix.Length..slash], scope[(slash + 1)..]);
    }

    private static IEnumerable<StoredCollection> ReadShared(IStateReader state, string plan, string action, string scope, StoredFormats formats, DateTime now, Func<Metadata, bool> wants)
    {
        if (state.SharedSets is not { } sets || sets.Declaration(scope) is not { } declaration)
            yield break;
        var options = Options(declaration, plan, action);
        var builder = new SharedCollectionBuilder(plan, action, options, new SharedRules(options, formats, new MemberReading(options)), wants);
        var emissions = sets.ReadEmissions(scope, isMine: false).ToLookup(static each => each.Set);
        for (var page = sets.ReadSets(scope, 0, PageOfRows); page.Count > 0; page = sets.ReadSets(scope, page[^1].Number, PageOfRows))
        {
            foreach (var row in page.Where(static row => row.Phase != (byte)SetPhase.Forgotten && row.LastMember > 0))
                yield return builder.Build(sets, row, emissions[row.Number], now);
        }
    }

    internal static CollectOptions Options(string declaration, string plan, string action)
    {
        var diagnostics = new DiagnosticBag();
        var options = ConfigReader.Read(declaration, "declaration", diagnostics) is MappingNode node
            ? CollectOptions.Set.Bind(node, diagnostics, new BindSettings { AlsoKnown = PlanReader.KeysOfActions })
            : null;
        return options is not null && diagnostics.ErrorCount == 0
            ? options
            : throw new StateException(StateTrouble.Corrupt, $"the configuration under which the sets of {plan}/{action} are kept cannot be read; see 'windrow state verify'");
    }

    internal static IEnumerable<StateItem> Items(IStateReader state, string scope)
    {
        // What a ledger keeps of itself stands in front of the rows.
        var after = "";
        while (state.ReadItems(scope, after, PageOfRows) is { Count: > 0 } page)
        {
            foreach (var item in page.Where(static item => item.Key[0] != '/' && !NewsRow.IsOne(item.Key)))
                yield return item;
            after = page[^1].Key;
        }
    }
}
