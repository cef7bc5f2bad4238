using Windrow.Core.Configuration;
using Windrow.Core.Filters;
using Windrow.Core.Filters.Cql2;
using Windrow.Core.Filters.EcCodes;
using Windrow.Core.Filters.Multio;

namespace Windrow.Core.PlugIns.Select;

/// <summary>Options of the <c>select</c> action: one condition, in multio's notation, as CQL2 text or as an ecCodes condition.</summary>
public sealed class SelectOptions
{
    private static readonly string[] MultioKeys = ["match", "ignore", "any", "all", "not", "enforce-same-key-types"];
    private static readonly string[] OtherKeys = ["type", "name", "stage", "enable", "on-error", "where", "eccodes"];

    public static readonly OptionSet<SelectOptions> Set = new OptionSet<SelectOptions>("select")
        .Node("match", static (_, _) => { }, "Takes messages whose metadata have one of the listed values for every key; of several mappings, one has to fit.", example: "[{shortName: [2t, msl], level: 0}]")
        .Node("ignore", static (_, _) => { }, "Refuses messages that 'match' would take.", example: "[{param: [sst]}]")
        .Node("any", static (_, _) => { }, "Takes messages that one of the conditions takes.", example: "[{match: {param: [t]}}, {match: {level: [500]}}]")
        .Node("all", static (_, _) => { }, "Takes messages that all of the conditions take.", example: "[{match: {param: [t]}}, {ignore: {level: [500]}}]")
        .Node("not", static (_, _) => { }, "Takes messages that the condition refuses.", example: "{match: {param: [t]}}")
        .Node("enforce-same-key-types", static (_, _) => { }, "Whether a value of another type than the listed ones is an error (true unless given) or no match.", example: "false")
        .Text("where", static _ => null, static (o, v) => o.Where = v, "The condition as CQL2 text (OGC 21-065r2).", example: "\"shortName = '2t' and level between 0 and 10\"")
        .Text("eccodes", static _ => null, static (o, v) => o.EcCodes = v, "The condition as ecCodes' tools and arkimaps write it.", example: "'shortName is \"2t\" and level == 2'")
        .Check(static (o, report) => o.Read(report));

    private readonly List<Filter> _filters = [];
    private MappingNode? _multio;

    private string? Where { get; set; }

    private string? EcCodes { get; set; }

    /// <param name="strictMultio">Whether multio's notation is read with multio's own defects.</param>
    public Filter Filter(bool strictMultio)
    {
        var filters = new List<Filter>(_filters);
        if (_multio is not null)
            filters.Insert(0, new MultioParser(new DiagnosticBag(), strictMultio).Parse(_multio, OtherKeys) ?? Constant.False);
        return filters.Count == 1 ? filters[0] : new And([.. filters]);
    }

    private void Read(OptionReport report)
    {
        if (Array.Exists(MultioKeys, key => report.Mapping[key] is not null))
        {
            _multio = report.Mapping;
            new MultioParser(report.Diagnostics).Parse(report.Mapping, OtherKeys);
        }

        if (Where is not null)
            _filters.Add(Parse(report, "where", Where, Cql2Parser.Parse));
        if (EcCodes is not null)
            _filters.Add(Parse(report, "eccodes", EcCodes, EcCodesParser.Parse));
        if (_filters.Count == 0 && _multio is null)
            report.Error("match", "this select has no condition", "add 'match: {param: [sst]}', 'where: \"param = 'sst'\"' or the like", Rules.MissingOption);
    }

    private static Filter Parse(OptionReport report, string option, string text, Func<string, FilterSource, Filter> parse)
    {
        var at = report.Mapping[option]!.Location;
        try
        {
            return parse(text, new FilterSource(at.File, at.Line, at.Column));
        }
        catch (FilterSyntaxException exception)
        {
            report.Diagnostics.Error(Rules.FilterSyntax, new SourceLocation(at.File, exception.Source.Line, exception.Source.Column), exception.Problem, exception.Advice);
            return Constant.False;
        }
    }
}
