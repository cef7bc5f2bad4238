using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Fields.Scale;

/// <summary>One entry of <c>custom-mappings</c>.</summary>
public sealed class ScaleMappingOptions
{
    public static readonly OptionSet<ScaleMappingOptions> Set = new OptionSet<ScaleMappingOptions>("an entry of custom-mappings")
        .Parsed("param-in", static _ => null, static (o, v) => TryParse(v, out var id) ? Null(o.From = id) : Wrong, "The paramId, or param, of the fields that it is for.", required: true, example: "228")
        .Parsed("param-out", static _ => null, static (o, v) => TryParse(v, out var id) ? Null(o.To = id) : Wrong, "The parameter that they become.", required: true, example: "228228")
        .Number("scaling", static o => o.Factor, static (o, v) => o.Factor = v, "Every value is multiplied by this.", required: true, example: "1000");

    private const string Wrong = "it is a paramId, which is a whole number";

    public long From { get; private set; }

    public long To { get; private set; }

    public double? Factor { get; set; }

    private static bool TryParse(string text, out long id) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static string? Null(long _) => null;
}
