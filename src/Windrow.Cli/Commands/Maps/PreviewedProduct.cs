using Windrow.Maps.Orders;

namespace Windrow.Cli.Commands.Maps;

/// <summary>The maps that somebody wants to look at.</summary>
/// <param name="Step">With or without leading zeros, of all members of an ensemble (<c>12</c>) or of one (<c>12@3</c>); null: all.</param>
/// <param name="ReferenceTime">UTC; null: all.</param>
internal sealed record PreviewedProduct(string Recipe, string Flavour, string? Step, DateTime? ReferenceTime)
{
    public bool Takes(MapSubject map) => map.Recipe == Recipe && map.Flavour == Flavour
        && (ReferenceTime is null || ReferenceTime == map.ReferenceTime)
        && (Step is null || (map.Step is { } step && IsSame(Step, step)));

    private static bool IsSame(string wanted, string step)
    {
        var (one, other) = (wanted.Split('@'), step.Split('@'));
        return one.Length <= other.Length && one.Zip(other).All(static pair => pair.First.TrimStart('0') == pair.Second.TrimStart('0'));
    }
}
