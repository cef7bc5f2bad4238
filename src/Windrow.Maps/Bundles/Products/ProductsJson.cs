using System.Globalization;
using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Recipes;
using Windrow.Maps.Definitions.Steps;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Bundles.Products;

/// <summary>
/// <c>products.json</c> of a bundle, as arkimaps 1.43 has it: what was drawn, by flavour and recipe, then by reference time. It differs in
/// what is wrong there: a tile's box is its own, and a step's orders are counted without the legend.
/// </summary>
internal static class ProductsJson
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<ProductRecord> products)
    {
        writer.WriteStartArray();
        foreach (var product in products)
        {
            writer.WriteStartObject();
            Write(writer, product.Product.Flavour);
            Write(writer, product.Product.Recipe);
            writer.WriteStartObject("reftimes");
            foreach (var (time, run) in product.Runs)
                Write(writer, product.Product, time, run);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Flavour flavour)
    {
        writer.WriteStartObject("flavour");
        writer.WriteString("name", flavour.Name);
        writer.WriteString("defined_in", flavour.DefinedIn);
        if (flavour.Tiles is { } tiles)
        {
            writer.WriteNumber("zoom_min", tiles.ZoomMin);
            writer.WriteNumber("zoom_max", tiles.ZoomMax);
            writer.WriteNumber("lat_min", tiles.LatitudeMin);
            writer.WriteNumber("lat_max", tiles.LatitudeMax);
            writer.WriteNumber("lon_min", tiles.LongitudeMin);
            writer.WriteNumber("lon_max", tiles.LongitudeMax);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Recipe recipe)
    {
        writer.WriteStartObject("recipe");
        writer.WriteString("name", recipe.Name);
        writer.WriteString("defined_in", recipe.DefinedIn);
        writer.WriteString("description", recipe.Description);
        writer.WritePropertyName("info");
        NodeJson.Write(recipe.Info ?? (ConfigNode)ScalarNode.Null, writer);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Product product, DateTime time, RunRecord run)
    {
        writer.WriteStartObject(time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        writer.WriteStartArray("inputs");
        foreach (var input in MapDefinitions.InputsOf(product.Recipe, product.Flavour).Select(static input => input.Name).Order(StringComparer.Ordinal))
            writer.WriteStringValue(input);
        writer.WriteEndArray();
        writer.WriteStartObject("steps");
        foreach (var (instant, orders) in run.Orders)
            writer.WriteNumber(StepText(instant), orders);
        writer.WriteEndObject();
        writer.WritePropertyName("legend_info");
        if (product.Steps.LastOrDefault(static step => step.Type.Action == MagicsAction.Contour) is { } contour)
            ParameterJson.Write(writer, contour.Parameters);
        else
            writer.WriteNullValue();
        writer.WriteStartObject("render_stats");
        writer.WriteNumber("time_ns", run.Duration.Ticks * TimeSpan.NanosecondsPerTick);
        writer.WriteEndObject();
        writer.WriteStartObject("products");
        foreach (var picture in run.Pictures)
        {
            writer.WriteStartObject(picture.Path);
            Write(writer, picture.Georeference);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MapGeoreference? georeference)
    {
        if (georeference is null)
        {
            writer.WriteNull("georef");
            return;
        }

        writer.WriteStartObject("georef");
        writer.WriteString("projection", "EPSG");
        writer.WriteNumber("epsg", georeference.Epsg);
        writer.WriteStartArray("bbox");
        foreach (var edge in (ReadOnlySpan<double>)[georeference.West, georeference.South, georeference.East, georeference.North])
            writer.WriteNumberValue(edge);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // Whole hours are "12h", as arkimaps has them; what it does not tell apart, minutes and members, is as in names of pictures.
    private static string StepText(Instant instant) => instant is { Member: null, Step: var step } && step.Ticks % TimeSpan.TicksPerHour == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)step.TotalHours}h")
        : OutputPath.Step(instant);
}
