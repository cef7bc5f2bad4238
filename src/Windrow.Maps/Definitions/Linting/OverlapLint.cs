using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Inputs;

namespace Windrow.Maps.Definitions.Linting;

/// <summary>Definitions of which one takes what another takes: copies in which something was not changed.</summary>
internal static class OverlapLint
{
    public static void Report(MapDefinitions definitions, DiagnosticBag diagnostics)
    {
        var inputs = definitions.Inputs.OfType<StreamInput>().ToList();
        foreach (var alternatives in inputs.GroupBy(static input => input.Name))
        {
            ReportAlternatives([.. alternatives], diagnostics);
            ReportEditions([.. alternatives], diagnostics);
        }

        ReportCopies(inputs.Where(static input => input.EcCodes is not null), static input => Canonical(input), "condition", diagnostics);
        ReportCopies(inputs.Where(static input => input.Arkimet is not null), static input => input.Arkimet!.ToString(), "matcher", diagnostics);
    }

    // Of two alternatives, one may require all that the other requires, and more.
    private static void ReportAlternatives(List<StreamInput> alternatives, DiagnosticBag diagnostics)
    {
        var terms = alternatives.ConvertAll(static input => input.EcCodes is { } condition ? new ConditionTerms(condition).Texts : null);
        for (var i = 0; i < alternatives.Count; i++)
        {
            for (var j = 0; j < alternatives.Count; j++)
            {
                if (i == j || terms[i] is not { } wide || terms[j] is not { } narrow || !wide.IsSubsetOf(narrow) || (wide.Count == narrow.Count && i < j))
                    continue;
                var missing = narrow.Except(wide).ToList();
                diagnostics.Warning(
                    MapRules.SameMessages, ConditionLint.Place(alternatives[i].EcCodes!.Source, alternatives[i]),
                    $"what input '{alternatives[i].Name}' takes for {Model(alternatives[j])}, it takes for {Model(alternatives[i])}, too",
                    missing.Count == 0 ? "let their conditions exclude each other" : $"exclude what has {string.Join(" and ", missing)}");
            }
        }
    }

    // Matchers name the edition always; conditions that leave it open may take what is meant for another model.
    private static void ReportEditions(List<StreamInput> alternatives, DiagnosticBag diagnostics)
    {
        var open = alternatives.Where(static input => input is { EcCodes: not null, Arkimet: not null })
            .Select(static input => (Input: input, Terms: new ConditionTerms(input.EcCodes!), Edition: Edition(input)))
            .Where(static one => one.Edition is not null && one.Terms["editionNumber"] is null).ToList();
        foreach (var later in open)
        {
            foreach (var earlier in open.TakeWhile(one => one.Input != later.Input))
            {
                if (earlier.Edition != later.Edition && !earlier.Terms.Excludes(later.Terms))
                {
                    diagnostics.Warning(
                        MapRules.SameMessages, ConditionLint.Place(later.Input.EcCodes!.Source, later.Input),
                        $"input '{later.Input.Name}' may take one message for {Model(earlier.Input)} and for {Model(later.Input)}, which the matchers tell apart by its edition", $"add editionNumber == {earlier.Edition} and editionNumber == {later.Edition}");
                }
            }
        }
    }

    private static char? Edition(StreamInput input) =>
        input.Arkimet!.Conditions.SelectMany(static tests => tests).Where(static test => test.Kind == "product").Select(static test => test.Style[^1]).Distinct().ToList() is [var edition] ? edition : null;

    private static void ReportCopies(IEnumerable<StreamInput> inputs, Func<StreamInput, string> canonical, string what, DiagnosticBag diagnostics)
    {
        foreach (var copies in inputs.GroupBy(input => (input.Model, Filter: canonical(input))))
        {
            var first = copies.First();
            foreach (var copy in copies.Where(copy => copy.Name != first.Name))
            {
                var source = what == "condition" ? copy.EcCodes!.Source : copy.Arkimet!.Source;
                diagnostics.Warning(
                    MapRules.SameMessages, ConditionLint.Place(source, copy),
                    $"the {what} of input '{copy.Name}' for {Model(copy)} is that of input '{first.Name}' at {first.Location}", "use that input, or let the filters differ");
            }
        }
    }

    private static string Canonical(StreamInput input) => string.Join(" and ", new ConditionTerms(input.EcCodes!).Texts.Order(StringComparer.Ordinal));

    private static string Model(StreamInput input) => input.Model is { } model ? $"model '{model}'" : "all models";
}
