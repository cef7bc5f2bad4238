using Windrow.Core.Errors;
using Windrow.Native.Magics;

namespace Windrow.Maps.Rendering.Drawing;

/// <summary>Has Magics draw the steps of an order that was checked. One at a time in a process.</summary>
internal static class MagicsPlot
{
    private const string Suffix = ".png";

    /// <param name="file">The PNG file to write.</param>
    /// <exception cref="FailureException">Permanent: Magics refused something. Do not use the process for another order: what is left of this one is not known.</exception>
    public static void Draw(MapOrder order, string file)
    {
        var page = new List<MapParameter>(order.Page)
        {
            new("output_formats", MapValue.Of(["png"])),
            new("output_name", MapValue.Of(file[..^Suffix.Length])),
            new("output_name_first_page_number", MapValue.Of(false)),
        };
        Demand(MagicsLibrary.Open(), "open a plot");
        foreach (var parameter in page)
            Set(parameter);
        foreach (var step in order.Steps)
        {
            foreach (var parameter in step.Parameters)
                Set(parameter);
            if (step.Macro == "mmap")
            {
                page.AddRange(step.Parameters);
                continue;
            }

            Demand(MagicsLibrary.Act(ActionOf(step.Macro)), $"{step.Macro}{Fields(order)}");
            Reset(step.Parameters);
        }

        Demand(MagicsLibrary.Close(), $"draw{Fields(order)}");
        // The next order of this process begins from the defaults, as if it were the first.
        Reset(page);
    }

    // It mostly refuses what is in a field, and never says of which file.
    private static string Fields(MapOrder order)
    {
        var files = order.Steps.Select(static step => step.Parameters["grib_input_file_name"]?.Text).OfType<string>().ToList();
        return files.Count == 0 ? "" : $" of '{string.Join("', '", files)}'";
    }

    private static MagicsAction ActionOf(string macro) => macro switch
    {
        "mcoast" => MagicsAction.Coast,
        "mgrib" => MagicsAction.Grib,
        "mcont" => MagicsAction.Contour,
        "mwind" => MagicsAction.Wind,
        "msymb" => MagicsAction.Symbol,
        "mgeo" => MagicsAction.Geopoints,
        _ => throw new ArgumentException($"'{macro}' is no macro.", nameof(macro)),
    };

    private static void Set(MapParameter parameter)
    {
        var (name, value) = (parameter.Name, parameter.Value);
        Demand(
            value.Kind switch
            {
                MapValueKind.Text => MagicsLibrary.Set(name, value.Text),
                MapValueKind.Integer => MagicsLibrary.Set(name, value.Integer),
                MapValueKind.Real => MagicsLibrary.Set(name, value.Real),
                MapValueKind.Texts => MagicsLibrary.Set(name, [.. value.Texts]),
                MapValueKind.Integers => MagicsLibrary.Set(name, [.. value.Integers]),
                _ => MagicsLibrary.Set(name, [.. value.Reals]),
            },
            name);
    }

    private static void Reset(IEnumerable<MapParameter> parameters)
    {
        foreach (var parameter in parameters)
            Demand(MagicsLibrary.Reset(parameter.Name), parameter.Name);
    }

    private static void Demand(string? error, string what)
    {
        if (error is not null)
            throw new FailureException(Failure.Permanent($"Magics refuses ({what}): {error.Trim()}"));
    }
}
