using Windrow.Core.Configuration;
using Windrow.Core.Filters;
using Windrow.Core.Filters.EcCodes;
using Windrow.Maps.Definitions.Arkimet;
using Windrow.Maps.Definitions.Reading;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Reads the filters of an input that is taken from the stream.</summary>
internal static class StreamInputReader
{
    private const string Skip = "skip";

    public static StreamInput Read(string name, FieldReader fields)
    {
        var ecCodes = fields.Text("eccodes");
        var arkimet = fields.Text("arkimet");
        return new StreamInput(name, fields.Mapping.Location)
        {
            EcCodes = Parse(ecCodes, "eccodes", Rules.FilterSyntax, fields, EcCodesParser.Parse),
            Arkimet = Parse(arkimet, "arkimet", MapRules.Matcher, fields, ArkimetParser.Parse),
            IsSkipped = ecCodes == Skip || arkimet == Skip,
        };
    }

    private static T? Parse<T>(string? text, string key, Rule rule, FieldReader fields, Func<string, FilterSource, T> parse)
        where T : class
    {
        if (text is null or Skip)
            return null;
        var node = fields.Mapping[key]!;

        // Within quotes, and on the lines of a folded text, this is where the text begins, not where each of its characters stands.
        var at = node.Location;
        try
        {
            return parse(text, new FilterSource(at.File, at.Line, at.Column + (node is ScalarNode { IsPlain: false } ? 1 : 0)));
        }
        catch (FilterSyntaxException exception)
        {
            fields.Error(rule, ScalarNode.Of(text, new SourceLocation(at.File, exception.Source.Line, exception.Source.Column)), exception.Problem, exception.Advice);
            return null;
        }
    }
}
