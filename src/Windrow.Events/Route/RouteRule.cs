using Windrow.Core.Configuration;
using Windrow.Core.Decisions;
using Windrow.Core.Filters;
using Windrow.Core.Filters.Cql2;

namespace Windrow.Events.Route;

/// <summary>A rule of the <c>route</c> action: a condition, and where messages go for which it holds.</summary>
public sealed class RouteRule
{
    internal static readonly OptionSet<RouteRule> Set = new OptionSet<RouteRule>("rule")
        .Text("name", static o => o.Name, static (o, v) => o.Name = v, "The name of the rule, which a routed message has as 'rule'; by default its number.", example: "bin2tif")
        .Text("type", static o => o.Type, static (o, v) => o.Type = v, "A kind of rule that a plug-in has added; it has options of its own, and decides about those events for which 'when' holds.", example: "scan-complete")
        .Text("when", static _ => null, static (o, v) => o._when = v, "The condition as CQL2 text; without it the rule always holds.", example: "\"dataset.name like 'stereoTop%' and count(dataset.files.filename, '%.bin') = 2\"")
        .Node("to", static (o, v) => o._to = v, "Where to: a target, or a list of them, each a name or '{target: name, parameters: {…}}'. Texts may be composed of the metadata, by patterns.", required: true, example: "terra.stereo-rgb.bin2tif", schema: RouteTarget.WriteSchema)
        .Check(static (o, report) => o.Resolve(report));

    private string? _when;
    private ConfigNode? _to;

    /// <summary>What a routed message has as <c>rule</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>The kind of rule; null: its condition is all.</summary>
    public string? Type { get; set; }

    /// <summary>What a plug-in decides beyond the condition; null: nothing.</summary>
    internal EventRule? Rule { get; set; }

    /// <summary>As it stands in the flow file.</summary>
    internal MappingNode? Node { get; private set; }

    internal Filter When { get; private set; } = Constant.True;

    internal RouteTarget[] Targets { get; private set; } = [];

    private void Resolve(OptionReport report)
    {
        Node = report.Mapping;
        Targets = RouteTarget.ReadAll(_to!, report.Diagnostics);
        if (_when is null)
            return;
        var at = report.Mapping["when"]!.Location;
        try
        {
            When = Cql2Parser.Parse(_when, new FilterSource(at.File, at.Line, at.Column));
        }
        catch (FilterSyntaxException exception)
        {
            report.Diagnostics.Error(Rules.FilterSyntax, new SourceLocation(at.File, exception.Source.Line, exception.Source.Column), exception.Problem, exception.Advice);
        }
    }
}
