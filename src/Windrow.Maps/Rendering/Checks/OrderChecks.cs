using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Maps.Rendering.Parameters;
using Windrow.Maps.Rendering.Postprocess;

namespace Windrow.Maps.Rendering.Checks;

/// <summary>Finds before drawing what Magics would swallow: missing files, unknown projections and macros, values of wrong types.</summary>
internal sealed class OrderChecks(IFileSystem files)
{
    /// <summary>The order with all values of the types that Magics wants.</summary>
    /// <exception cref="FailureException">Permanent: the order cannot be drawn as it is.</exception>
    public MapOrder Check(MapOrder order, ICollection<string> warnings)
    {
        if (!order.Output.EndsWith(".png", StringComparison.Ordinal))
            throw Refused($"the output '{order.Output}' is no PNG file; let its name end with '.png'");
        var steps = order.Steps.Select(step => Fit(step, warnings)).ToList();
        var page = Fit(new MapStep("mmap", order.Page), warnings).Parameters;
        foreach (var step in steps.Prepend(new MapStep("mmap", page)))
            CheckValues(step);
        foreach (var postprocessor in order.Postprocess)
            CheckFile(postprocessor switch { Watermark text => text.Font, CutShape cut => cut.Shapefile, _ => null }, "");
        return order with { Page = page, Steps = steps };
    }

    private static MapStep Fit(MapStep step, ICollection<string> warnings)
    {
        if (!MagicsParameters.Prefixes.ContainsKey(step.Macro))
            throw Refused($"'{step.Macro}' is no macro; there are {string.Join(", ", MagicsParameters.Prefixes.Keys.Order())}{Suggestion.Clause(step.Macro, MagicsParameters.Prefixes.Keys)}");
        return step with
        {
            Parameters = new(step.Parameters.Select(parameter => new MapParameter(parameter.Name, ParameterFit.Fit(step.Macro, parameter, warnings)))),
        };
    }

    private void CheckValues(MapStep step)
    {
        if (step.Parameters["subpage_map_projection"] is { Kind: MapValueKind.Text, Text: var projection } && !KnownProjections.Names.Contains(projection))
            throw Refused($"'{projection}' is no projection that Magics knows{Suggestion.Clause(projection, KnownProjections.Names)}");
        if (step.Macro == "mgrib")
        {
            var grib = step.Parameters["grib_input_file_name"]?.Text ?? throw Refused("mgrib has no 'grib_input_file_name'");
            if (GribFileCheck.Check(files, grib) is { } failure)
                throw new FailureException(failure);
        }

        if (step.Macro == "mgeo" && step.Parameters["geo_input_file_name"] is null)
            throw Refused("mgeo has no 'geo_input_file_name'");
        CheckFile(step.Parameters["geo_input_file_name"]?.Text, "");
        CheckFile(step.Parameters["map_user_layer_name"]?.Text, ".shp");
    }

    private void CheckFile(string? path, string suffix)
    {
        if (path is not null && files.Find(path + suffix) is not { IsDirectory: false })
            throw Refused($"the file '{path}{suffix}' does not exist");
    }

    private static FailureException Refused(string reason) => new(Failure.Permanent(reason));
}
