using System.Globalization;

namespace Windrow.Cli.Commands.Maps;

/// <summary>The orders that somebody wants to look at, by their names.</summary>
/// <param name="Step">With or without leading zeros; null: all.</param>
/// <param name="ReferenceTime">UTC; null: all.</param>
internal sealed record PreviewedProduct(string Recipe, string Flavour, string? Step, DateTime? ReferenceTime)
{
    /// <param name="order">Such as <c>2026-11-20T00:00:00/t2m_default/t2m+006</c>; tiles have a step behind the flavour.</param>
    public bool Takes(string order)
    {
        var slash = order.IndexOf('/', StringComparison.Ordinal);
        var (time, rest) = (order[..slash], order[(slash + 1)..]);
        var product = $"{Recipe}_{Flavour}";
        if (ReferenceTime is { } wanted && time != wanted.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture))
            return false;
        if (!rest.StartsWith(product, StringComparison.Ordinal) || rest.Length == product.Length || rest[product.Length] is not ('/' or '+'))
            return false;
        return Step is null || IsSame(Step, rest[(rest.LastIndexOf('+') + 1)..].Split('/')[0]);
    }

    private static bool IsSame(string wanted, string step) => wanted.TrimStart('0') == step.TrimStart('0');
}
