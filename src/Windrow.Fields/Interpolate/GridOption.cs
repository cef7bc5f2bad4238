using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Fields.Grids;

namespace Windrow.Fields.Interpolate;

/// <summary>Reads grids and areas in configuration, where they are texts or lists of numbers.</summary>
internal static class GridOption
{
    /// <summary>The name of a grid: a text as it stands, a list of two steps as <c>dx/dy</c>. Null when it is neither, which is reported.</summary>
    public static string? Name(ConfigNode node, string option, OptionReport report)
    {
        if (node is ScalarNode { IsNull: false, AsString: { } text })
            return text;
        if (node is SequenceNode list && Numbers(list) is [var dx, var dy])
            return string.Create(CultureInfo.InvariantCulture, $"{dx}/{dy}");
        report.Error(option, $"'{option}' is {node.Describe()}, and no grid", $"write one of {GridNames.Known}, or [dx, dy]", Rules.WrongType);
        return null;
    }

    /// <summary>The grid of a name; null when there is none, which is reported.</summary>
    public static RowGrid? Find(string name, LatLonArea? area, string option, OptionReport report)
    {
        if (GridNames.TryFind(name, area, out var grid, out var defect))
            return grid;
        report.Error(option, defect!, $"write one of {GridNames.Known}, or [dx, dy]", Rules.BadText);
        return null;
    }

    /// <summary>Four numbers in a list or between slashes. Null when it is none, which is reported.</summary>
    public static LatLonArea? Area(ConfigNode node, OptionReport report)
    {
        var numbers = node switch
        {
            SequenceNode list => Numbers(list),
            ScalarNode { AsString: { } text } => Array.ConvertAll(text.Split('/'), static part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN),
            _ => [],
        };
        if (numbers is not [var north, var west, var south, var east])
        {
            report.Error("area", $"'area' is {node.Describe()} of {numbers.Length} numbers", "write [north, west, south, east] in degrees", Rules.WrongType);
            return null;
        }

        var area = new LatLonArea(north, west, south, east);
        if (area.Defect is { } defect)
            report.Error("area", $"the area is none: {defect}", "write [north, west, south, east] in degrees", Rules.OutOfRange);
        return area.Defect is null ? area : null;
    }

    private static double[] Numbers(SequenceNode list)
    {
        var numbers = new double[list.Items.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = list.Items[i] is not ScalarNode scalar ? double.NaN
                : scalar.AsDouble ?? scalar.AsInt64 ?? (double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN);
        }

        return numbers;
    }
}
