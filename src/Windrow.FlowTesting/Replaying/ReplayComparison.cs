using System.Globalization;
using Windrow.Core.IO;
using Windrow.Core.PlugIns;
using Windrow.FlowTesting.Comparing;

namespace Windrow.FlowTesting.Replaying;

/// <summary>Compares what a replay made with what there is: in production, or of another system.</summary>
internal sealed class ReplayComparison(ReplaySelection selection, ProductLedger ledger, ReplayChoice choice, Sandbox sandbox, IFileSystem files, FileComparison comparison)
{
    private readonly HashSet<string> _selected = [.. selection.Files.Select(static file => file.Path)];

    /// <summary>The other system; null: production.</summary>
    public OtherProducts? Against { get; init; }

    /// <param name="made">Full paths in the sandbox.</param>
    public IReadOnlyList<ComparedProduct> Of(IReadOnlyList<string> made)
    {
        var (products, seen, others) = (new List<ComparedProduct>(), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var place in made)
        {
            var path = sandbox.Unmap(place);
            seen.Add(path);
            var other = Against is null ? path : Against.PathOf(Shown(path));
            if (other is not null)
                others.Add(other);
            products.Add(Of(path, place, other));
        }

        products.AddRange(Against is null ? NotMade(seen) : OnlyOfOther(others));
        return [.. products.OrderBy(static product => product.Path, StringComparer.Ordinal)];
    }

    private ComparedProduct Of(string path, string place, string? other)
    {
        // Who asks for one product asks for no others.
        var counts = choice.Products.Count == 0 || _selected.Contains(path);
        if (other is null)
            return Product(path, "", ProductVerdict.NotCompared, "its name is not of the form that is compared", counts: false);
        if (ledger.Find(path) is { } known && Objection(known) is { } why)
            return Product(path, other, ProductVerdict.NotCompared, why, counts && _selected.Contains(path));
        if (files.Find(other) is not { } there || there.IsDirectory != (files.Find(place)?.IsDirectory ?? false))
            return Product(path, other, ProductVerdict.OnlyHere, ledger.Find(path) is null || Against is not null ? null : "the ledger knows it, and it is gone from its place", counts);
        return comparison.Of(other, place) is { } difference
            ? Product(path, other, difference.IsAllowed ? ProductVerdict.Near : ProductVerdict.Different, difference.Text, counts) with { Worst = difference.Worst }
            : Product(path, other, ProductVerdict.Equal, null, counts);
    }

    private IEnumerable<ComparedProduct> NotMade(HashSet<string> seen) => selection.Files.Where(file => !seen.Contains(file.Path)).Select(file =>
        !Path.IsPathRooted(file.Path) ? Product(file.Path, file.Path, ProductVerdict.NotCompared, "it is in a database, which no replay writes to", counts: false)
            : Objection(file) is { } why
            ? Product(file.Path, file.Path, ProductVerdict.NotCompared, why, counts: true)
            : Product(file.Path, file.Path, ProductVerdict.OnlyThere, files.Find(file.Path) is null ? "by the ledger; it is gone from its place" : null, counts: true));

    // Of what was not chosen nothing can be said.
    private IEnumerable<ComparedProduct> OnlyOfOther(HashSet<string> others) => Against!.All(files).Where(path => !others.Contains(path))
        .Select(path => new ComparedProduct(Against.Relative(path), path, ProductVerdict.OnlyThere, null) { Counts = choice.IsAll });

    private string? Objection(LedgerFile file)
    {
        if (selection.MissingOf(file) is > 0 and var gone)
            return string.Create(CultureInfo.InvariantCulture, $"{gone} of its {file.Inputs.Count} inputs are missing");
        if (file.Inputs.Count(key => !selection.Has(key)) is > 0 and var left)
            return string.Create(CultureInfo.InvariantCulture, $"{left} of its {file.Inputs.Count} inputs were not replayed");
        return file.IsWhole ? null : "what its first part was made of is not in the ledger any more";
    }

    private ComparedProduct Product(string path, string other, ProductVerdict verdict, string? text, bool counts) => new(Shown(path), other, verdict, text) { Counts = counts };

    private string Shown(string path)
    {
        var flow = sandbox.Unmap(sandbox.FlowDirectory).TrimEnd('/') + "/";
        return path.StartsWith(flow, StringComparison.Ordinal) ? path[flow.Length..] : path;
    }
}
