using Windrow.Core.Filters;

namespace Windrow.Core.Routing;

/// <summary>Terms that all hold whenever the filter is true by way of this conjunct.</summary>
/// <param name="IsWhole">The reverse is true as well: where the equality terms hold, so does the conjunct.</param>
/// <param name="Residual">A clause that no term stands for; null when there is none.</param>
internal sealed record Conjunct(EqualityTerm[] Equalities, RangeTerm[] Ranges, bool IsWhole, Filter? Residual)
{
    public static readonly Conjunct Always = new([], [], true, null);

    public static Conjunct Of(EqualityTerm term, bool isWhole) => new([term], [], isWhole, null);

    public static Conjunct Of(RangeTerm term) => new([], [term], false, null);

    public static Conjunct OfResidual(Filter clause) => new([], [], false, clause);

    public Conjunct With(Conjunct other)
    {
        var equalities = new List<EqualityTerm>(Equalities);
        var isWhole = IsWhole && other.IsWhole;
        foreach (var term in other.Equalities)
        {
            // One term for a column is enough to find the conjunct; the second is left to the evaluation.
            if (equalities.Exists(known => known.Key == term.Key && known.Kind == term.Kind))
                isWhole = false;
            else
                equalities.Add(term);
        }

        return new([.. equalities], [.. Ranges, .. other.Ranges], isWhole, Residual ?? other.Residual);
    }
}
