using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.Filters;
using Windrow.Core.Messages;
using Windrow.Maps.Definitions.Arkimet;
using Windrow.Maps.Definitions.Inputs;

namespace Windrow.Maps.Definitions.Linting;

/// <summary>Conditions that cannot hold, or that ask for something else than the matcher beside them.</summary>
internal static class ConditionLint
{
    private const string Isobaric = "100";

    // The keys of ecCodes that conditions on fields use, with the mixed case that makes them easy to misspell.
    private static readonly string[] Keys =
    [
        "shortName", "paramId", "centre", "subCentre", "editionNumber", "level", "levelType", "levtype", "typeOfLevel", "topLevel", "bottomLevel", "discipline",
        "parameterCategory", "parameterNumber", "typeOfStatisticalProcessing", "typeOfFirstFixedSurface", "typeOfSecondFixedSurface", "scaleFactorOfFirstFixedSurface",
        "scaleFactorOfSecondFixedSurface", "scaledValueOfFirstFixedSurface", "scaledValueOfSecondFixedSurface", "typeOfGeneratingProcess", "timeRangeIndicator",
        "numberOfTimeRange", "typeOfProcessedData", "table2Version", "gribTablesVersionNo", "indicatorOfParameter", "indicatorOfTypeOfLevel", "generatingProcessIdentifier",
        "stepType", "stepRange", "startStep", "endStep", "productDefinitionTemplateNumber", "lengthOfTimeRange", "perturbationNumber", "number", "dataType", "gridType",
        "tablesVersion", "localTablesVersion", "units", "name", "cfName", "P1", "P2", "step", "dataDate", "dataTime", "hour", "minute",
    ];

    public static void Report(MapDefinitions definitions, DiagnosticBag diagnostics)
    {
        foreach (var input in definitions.Inputs.OfType<StreamInput>())
        {
            if (input.Arkimet is { } matcher)
                ReportKinds(input, matcher, diagnostics);
            if (input.EcCodes is not { } condition)
                continue;
            var terms = new ConditionTerms(condition);
            ReportKeys(input, terms, diagnostics);
            ReportContradiction(input, terms, diagnostics);
            if (input.Arkimet is not null)
                ReportDisagreement(input, terms, input.Arkimet, diagnostics);
        }
    }

    public static SourceLocation Place(FilterSource source, InputDefinition input) =>
        source.File is { } file ? new SourceLocation(file, source.Line, source.Column) : input.Location;

    /// <summary>The key that a name means which differs from it in the case of letters, so that no message has it; null for every other name.</summary>
    public static string? MeantBy(string name) => Keys.Contains(name) ? null : Array.Find(Keys, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static void ReportKeys(StreamInput input, ConditionTerms terms, DiagnosticBag diagnostics)
    {
        foreach (var leaf in terms.Leaves)
        {
            var keys = new SortedSet<MetadataKey>();
            leaf.CollectKeys(keys);
            foreach (var key in keys)
            {
                if (MeantBy(key.Name) is { } meant)
                    diagnostics.Warning(MapRules.KeyCase, Place(leaf.Source, input), $"input '{input.Name}' asks for the key '{key.Name}', which no message has", $"write '{meant}'");
            }
        }
    }

    private static void ReportContradiction(StreamInput input, ConditionTerms terms, DiagnosticBag diagnostics)
    {
        // A number and a text of one key are two views of it, so that both may hold.
        foreach (var key in terms.Required.GroupBy(static one => (one.Key, IsNumber: double.TryParse(one.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))))
        {
            var values = key.Select(static one => one.Value).Distinct().ToList();
            if (values.Count > 1)
                diagnostics.Warning(MapRules.NeverMatches, Place(input.EcCodes!.Source, input), $"the condition of input '{input.Name}' wants '{key.Key.Key}' to be {string.Join(" and ", values)} at the same time", "join them by 'or'");
        }
    }

    private static void ReportKinds(StreamInput input, ArkimetMatcher matcher, DiagnosticBag diagnostics)
    {
        foreach (var kind in matcher.Text.Split(';', '\n').Select(static part => part.Split(':')[0].Trim()).Where(static kind => kind.Any(char.IsAsciiLetterUpper)))
            diagnostics.Warning(MapRules.KeyCase, Place(matcher.Source, input), $"the matcher of input '{input.Name}' begins with '{kind}'", $"write '{kind.ToLowerInvariant()}', as arkimet's documents do");
    }

    private static void ReportDisagreement(StreamInput input, ConditionTerms terms, ArkimetMatcher matcher, DiagnosticBag diagnostics)
    {
        var tests = matcher.Conditions.SelectMany(static alternatives => alternatives).ToList();
        var levels = tests.Where(static test => test.Kind == "level").Select(IsobaricLevel).ToList();
        if (terms["level"] is { } level && (terms["levelType"] ?? terms["indicatorOfTypeOfLevel"]) == Isobaric && levels.Count > 0 && levels.TrueForAll(found => found is not null && found != level))
            Warn($"level {level}", $"level {string.Join(" or ", levels)}");
        var editions = tests.Where(static test => test.Kind == "product").Select(static test => test.Style[^1..]).Distinct().ToList();
        if (terms["editionNumber"] is { } edition && editions.Count > 0 && !editions.Contains(edition))
            Warn($"GRIB {edition}", $"GRIB {string.Join(" or ", editions)}");

        void Warn(string first, string second) =>
            diagnostics.Warning(MapRules.Disagreement, Place(input.EcCodes!.Source, input), $"the condition of input '{input.Name}' for {(input.Model is { } model ? $"model '{model}'" : "all models")} asks for {first} and its matcher for {second}", "let both ask for the same");
    }

    // GRIB 1 has hPa, GRIB 2 Pa.
    private static string? IsobaricLevel(ArkimetTest test) => (test.Style, test.Fields) switch
    {
        ("GRIB1", [100, { } hectopascals, ..]) => hectopascals.ToString(CultureInfo.InvariantCulture),
        ("GRIB2S", [100, 0, { } pascals, ..]) => (pascals / 100).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
