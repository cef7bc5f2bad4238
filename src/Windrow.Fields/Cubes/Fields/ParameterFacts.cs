namespace Windrow.Fields.Cubes.Fields;

/// <summary>What is known of a parameter; null where nothing is.</summary>
/// <param name="ShortName">ecCodes' short name, such as <c>2t</c>.</param>
/// <param name="CfVariable">ecCodes' <c>cfVarName</c>, such as <c>t2m</c>.</param>
/// <param name="StandardName">From CF's table.</param>
internal sealed record ParameterFacts(string? ShortName, string? CfVariable, string? StandardName, string? LongName, string? Units)
{
    public static readonly ParameterFacts Unknown = new(null, null, null, null, null);
}
