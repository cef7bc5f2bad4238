using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;
using Windrow.Events.Clowder;

namespace Windrow.Events.Route;

/// <summary>Options of the <c>route</c> action.</summary>
public sealed class RouteOptions
{
    /// <param name="catalog">For the kinds of rules that plug-ins have added.</param>
    public static OptionSet<RouteOptions> SetFor(PlugInCatalog catalog) => new OptionSet<RouteOptions>("route")
        .ListOf("rules", RouteRule.Set, static (o, v) => o.Rules = v, "The rules, in the order in which they are asked.", required: true, example: "[{name: ndvi, when: \"filename like '%.bin'\", to: terra.multispectral.ndvipri2csv}]", alsoKnown: node => RouteKinds.KeysOf(node, catalog), itemSchema: writer => RouteKinds.WriteSchema(writer, catalog))
        .Choice("match", static o => o.Match, static (o, v) => o.Match = v, "Whether a message goes where the first rule says that holds for it, or where all of those say.", [("first", RouteMatch.First), ("all", RouteMatch.All)])
        .Node("otherwise", static (o, v) => o._otherwise = v, "Where messages go for which no rule holds, written as 'to' of a rule; without it they are dropped.", example: "terra.metadata.cleaner", schema: RouteTarget.WriteSchema)
        .Nested("datasets", DatasetsOptions.Set, static (o, v) => o.Datasets = v, "Which Clowder is asked about the dataset that an event is of, its 'datasetId', when a rule wants to know of it: 'dataset.name' and whatever else the server tells, 'dataset.files', 'dataset.metadata'. Without it these are keys of the message.", example: "{host: \"https://clowder.example.org/\", key: \"${secret:clowder}\"}")
        .Check(static (o, report) => o.Resolve(report));

    // So many are asked faster than anybody notices.
    private const int FewRules = 50;

    private ConfigNode? _otherwise;

    public IReadOnlyList<RouteRule> Rules { get; set; } = [];

    public RouteMatch Match { get; set; }

    public DatasetsOptions? Datasets { get; set; }

    internal RouteTarget[] Otherwise { get; private set; } = [];

    private void Resolve(OptionReport report)
    {
        if (_otherwise is not null)
            Otherwise = RouteTarget.ReadAll(_otherwise, report.Diagnostics);
        if (Rules.Count == 0)
            report.Error("rules", "there is no rule", "write 'rules: [{when: \"filename like '%.bin'\", to: name}]'");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Rules.Count; i++)
        {
            if (Rules[i].Name.Length == 0)
                Rules[i].Name = (i + 1).ToString(CultureInfo.InvariantCulture);
            if (!names.Add(Rules[i].Name))
                report.Error("rules", $"there are two rules named '{Rules[i].Name}'", "a routed message names its rule, so give each a name of its own");
        }

        if (Rules.Count > FewRules && new RouteTable(Rules, Match, hasDatasets: false).Unindexed is { Count: > FewRules } slow)
            report.Warning("rules", $"{slow.Count} of the {Rules.Count} rules are asked about every message; the first is '{Rules[slow[0].Plan].Name}', as {slow[0].Reason}", "join by 'and' a test of a value, or of how a text begins", Core.Configuration.Rules.Unindexed);
    }
}
