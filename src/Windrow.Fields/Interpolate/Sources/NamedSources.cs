using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Windrow.Core.Errors;
using Windrow.Fields.Grids;

namespace Windrow.Fields.Interpolate.Sources;

/// <summary>The grids of fields by the names that plans and models have for them. Each is made once. Safe for several threads.</summary>
/// <param name="points">The grid whose points a file tells; null: there is no file.</param>
internal sealed partial class NamedSources(Lazy<PointGrid>? points)
{
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<string, Grid> _known = new(StringComparer.Ordinal);

    /// <summary>The grid whose points a file tells; null: there is no file.</summary>
    public PointGrid? OfFile => points?.Value;

    public bool TryFind(string name, out Grid? grid, out Failure? failure)
    {
        failure = null;
        if (_known.TryGetValue(name, out grid))
            return true;
        if (GridNames.TryFind(GridOfTruncation(name), null, out var found, out var defect))
            grid = found;
        else if (points is not null)
            grid = points.Value;
        else
            failure = Refusal(name, defect!);
        if (grid is not null && _known.Count < MostKept)
            grid = _known.GetOrAdd(name, grid);
        return grid is not null;
    }

    // The grid points that belong to a truncation: cubic on octahedral rows, linear on classic ones.
    private static string GridOfTruncation(string name)
    {
        if (Truncation().Match(name) is not { Success: true } match || !int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var truncation))
            return name;
        return match.Groups[1].Value.ToUpperInvariant() switch
        {
            "TCO" => string.Create(CultureInfo.InvariantCulture, $"O{truncation + 1}"),
            "TL" => string.Create(CultureInfo.InvariantCulture, $"N{(truncation + 1) / 2}"),
            _ => name,
        };
    }

    private static Failure Refusal(string name, string defect) => OrcaGrid.Names.Contains(name.Split('_')[0]) || name.StartsWith("fesom", StringComparison.OrdinalIgnoreCase) || name.Contains("ORCA", StringComparison.Ordinal)
        ? Failure.Permanent($"where the points of the ocean grid '{name}' are is not known here", "name a file with their places under 'input-points'")
        : Failure.Permanent($"{defect}, which the fields are said to be on", $"have the model or 'input' name one of {GridNames.Known}, or give the places of its points with 'input-points'");

    [GeneratedRegex("^(TCO|TL|T)([0-9]{1,5})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Truncation();
}
